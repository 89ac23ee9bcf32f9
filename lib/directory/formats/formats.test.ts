import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anchorFromBytes, anchorToBytes, parseAnchor } from '../anchor'
import { normalizeValues, shortText } from '../values'
import { readAccountControl } from './account-control'
import { dateOfFileTime, fileTimeOf, readFileTime } from './file-time'
import { readGeneralizedTime } from './generalized-time'
import { primaryAddress } from './proxy-addresses'
import { relativeIdentifier, sidText } from './security-identifier'

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

describe('the last part of a SID', () => {
  test.each([
    ['S-1-5-21-1004336348-1177238915-682003330-512', 512],
    // Of all Windows machines, not of a domain.
    ['S-1-5-32-544', null],
    ['S-1-5-21-1-2-3', null],
    ['', null],
    [null, null],
  ])('of %s', (sid, relative) => {
    expect(relativeIdentifier(sid)).toBe(relative)
  })
})

describe('FILETIME', () => {
  const moments = fc.date({ min: new Date('1601-01-02'), max: new Date('9999-12-31'), noInvalidDate: true })
  test('an instant survives the way there and back', () => {
    fc.assert(
      fc.property(moments, date => {
        const steps = readFileTime(String(fileTimeOf(date)))
        expect(typeof steps === 'bigint' && dateOfFileTime(steps).getTime()).toBe(date.getTime())
      }),
      property,
    )
  })
  test('every digit is kept, up to the last moment of the calendar', () => {
    const last = fileTimeOf(new Date('9999-12-31T23:59:59.999Z'))
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: last }), steps => {
        expect(readFileTime(String(steps))).toBe(steps)
        expect(readFileTime(`000${steps}`.slice(-19))).toBe(steps)
      }),
      property,
    )
  })
  test.each(['0', '9223372036854775807', '9223372032559808511', '9223372036854775806'])('%s means never', text => {
    expect(readFileTime(text)).toBe('never')
  })
  test('digits that a JavaScript number would lose are kept', () => {
    expect(readFileTime('133485408000000001')).toBe(133_485_408_000_000_001n)
    expect(dateOfFileTime(133_485_408_000_000_000n).toISOString()).toBe('2024-01-01T00:00:00.000Z')
    expect(dateOfFileTime(1n).toISOString()).toBe('1601-01-01T00:00:00.000Z')
  })
  test.each(['', 'never', '1e18', '9223372036854775808', '18446744073709551616', '-1', '1.5', ' 1'])(
    '%j is refused',
    text => {
      expect(readFileTime(text)).toBe('unreadable')
    },
  )
})

describe('generalized time', () => {
  test('a moment survives the way there and back, as Active Directory writes it', () => {
    const seconds = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(seconds, date => {
        const text = `${date.toISOString().slice(0, 19).replace(/[-:T]/g, '')}.0Z`
        expect(readGeneralizedTime(text)?.getTime()).toBe(Math.floor(date.getTime() / 1000) * 1000)
      }),
      property,
    )
  })
  test.each([
    ['20261123012658.0Z', '2026-11-23T01:26:58.000Z'],
    ['20261123012658Z', '2026-11-23T01:26:58.000Z'],
    ['20261123012658,25Z', '2026-11-23T01:26:58.250Z'],
    ['202611230126Z', '2026-11-23T01:26:00.000Z'],
    ['2026112301.5Z', '2026-11-23T01:30:00.000Z'],
    ['20261123012658+0100', '2026-11-23T00:26:58.000Z'],
    ['20261122232658-0330', '2026-11-23T02:56:58.000Z'],
    ['20261123012658+02', '2026-11-22T23:26:58.000Z'],
    ['20161231235960Z', '2017-01-01T00:00:00.000Z'],
    ['20240229000000.0Z', '2024-02-29T00:00:00.000Z'],
    ['00010101000000.0Z', '0001-01-01T00:00:00.000Z'],
  ])('%s', (text, moment) => {
    expect(readGeneralizedTime(text)?.toISOString()).toBe(moment)
  })
  test.each([
    '',
    '20261123012658',
    '20261123012658.0ZZ',
    '20261123012658.Z',
    '20260229000000Z',
    '20261323000000Z',
    '20261123240000Z',
    '20261123016000Z',
    '20261123012661Z',
    '20261123012658+2400',
    '2026-11-23T01:26:58Z',
    '1795396018',
    ' 20261123012658Z',
  ])('%j is no such time', text => {
    expect(readGeneralizedTime(text)).toBeNull()
  })
})

describe('account control', () => {
  test.each([
    ['512', { disabled: false, trust: false }],
    ['514', { disabled: true }],
    ['66048', { disabled: false, passwordNeverExpires: true }],
    ['2080', { trust: true }],
    ['-2147483134', { disabled: true }],
    ['2147483648', { disabled: false }],
  ])('%s', (control, flags) => {
    expect(readAccountControl(control)).toMatchObject({ ...flags, locked: null, passwordExpired: null })
  })
  test.each([
    ['0', { locked: false, passwordExpired: false }],
    ['16', { locked: true, passwordExpired: false }],
    ['8388608', { locked: false, passwordExpired: true }],
    ['8388624', { locked: true, passwordExpired: true }],
    ['much', { locked: null, passwordExpired: null }],
  ])('locked and expired passwords are told by the computed value alone: %s', (computed, flags) => {
    // The same bits in userAccountControl are remains of older systems and say nothing.
    for (const control of ['512', '8389136'])
      expect(readAccountControl(control, computed)).toMatchObject({ disabled: false, ...flags })
  })
  test.each([null, '', 'abc', '5 12', '0x200', '999999999999999'])('%j says nothing, not even "enabled"', control => {
    expect(readAccountControl(control, '0')).toBeNull()
  })
})

describe('proxyAddresses', () => {
  test.each([
    [['smtp:old@x.example', 'SMTP:new@x.example', 'X500:/o=X'], 'new@x.example'],
    [['SMTP: spaced@x.example '], 'spaced@x.example'],
    [['smtp:only@x.example'], null],
    [['Smtp:odd@x.example'], null],
    [['SMTP:one@x.example', 'SMTP:two@x.example'], null],
    [['SMTP:'], null],
    [['X400:c=us', 'sip:a@x.example'], null],
    [[], null],
  ])('%j', (values, primary) => {
    expect(primaryAddress(values)).toBe(primary)
    expect(primaryAddress([...values].reverse())).toBe(primary)
  })
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
  test('a server’s message is cut between characters, never within one', () => {
    expect(shortText(`${'x'.repeat(199)}😀`)).toBe('x'.repeat(199))
  })
})
