import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anchorFromBytes, anchorToBytes, parseAnchor } from './anchor'
import { sidText } from './security-identifier'
import { normalizeValues, shortText } from './values'

const property = { numRuns: 500, seed: 16, verbose: 1 } as const

describe('objectGUID', () => {
  test('bytes to text and back are the same 16 bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), bytes => {
        const anchor = anchorFromBytes(bytes)
        expect([...anchorToBytes(anchor)]).toEqual([...bytes])
        expect(parseAnchor(`{${anchor.toUpperCase()}}`)).toBe(anchor)
      }),
      property,
    )
  })
  test('the first three fields are little-endian, as Active Directory’s tools show them', () => {
    const bytes = Buffer.from('00112233445566778899aabbccddeeff', 'hex')
    expect(anchorFromBytes(bytes)).toBe('33221100-5544-7766-8899-aabbccddeeff')
  })
  test('15 or 17 bytes are no identity', () => {
    expect(() => anchorFromBytes(randomBytes(15))).toThrow(RangeError)
    expect(() => anchorFromBytes(randomBytes(17))).toThrow(RangeError)
  })
})

describe('objectSid', () => {
  test.each([
    ['010500000000000515000000dcf4dc3b833d2b46828ba62800020000', 'S-1-5-21-1004336348-1177238915-682003330-512'],
    ['01010000000000010000 0000'.replaceAll(' ', ''), 'S-1-1-0'],
    ['010100010000000000000000', 'S-1-0x000100000000-0'],
  ])('%s', (hex, text) => {
    expect(sidText(Buffer.from(hex, 'hex'))).toBe(text)
  })
  test.each(['', '01', '0105000000000005', '020100000000000100000000', '01020000000000010000000000'])(
    'bytes %s are refused',
    hex => {
      expect(() => sidText(Buffer.from(hex, 'hex'))).toThrow(RangeError)
    },
  )
})

describe('values', () => {
  test('whatever the shape, a list of texts', () => {
    expect(normalizeValues('a').values).toEqual(['a'])
    expect(normalizeValues(Buffer.from('ł')).values).toEqual(['ł'])
    expect(normalizeValues(['a', Buffer.from('b'), '']).values).toEqual(['a', 'b'])
    expect(normalizeValues([]).values).toEqual([])
  })
  test.each([
    ['a\0b', 'ab'],
    ['a\u202eb', 'ab'],
    ['one\r\ntwo', 'one two'],
    ['\u2066x\u2069', 'x'],
    ['bell\u0007 del\u007f c1\u009b', 'bell del c1'],
  ])('control characters go, and it is said: %j', (raw, clean) => {
    expect(normalizeValues(raw)).toEqual({ values: [clean], cleaned: true })
  })
  test('composing is not cleaning: NFD comes out as NFC without a mark', () => {
    expect(normalizeValues('jose\u0301')).toEqual({ values: ['josé'], cleaned: false })
    expect(normalizeValues('👩‍💻 नमस्ते')).toEqual({ values: ['👩‍💻 नमस्ते'], cleaned: false })
  })
  test('bytes that are not UTF-8 do not become question marks', () => {
    expect(normalizeValues(Buffer.from([0x4a, 0xf8, 0x72]))).toEqual({ values: ['Jr'], cleaned: true })
  })
  test('cleaning twice changes nothing, and nothing uncleaned is marked', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), raw => {
        const once = normalizeValues(raw).values
        expect(normalizeValues(once)).toEqual({ values: once, cleaned: false })
      }),
      property,
    )
  })
  test('a server’s message is short and harmless', () => {
    expect(shortText(`bad\0 \u001b[31m${'x'.repeat(500)}`)).toHaveLength(200)
  })
})
