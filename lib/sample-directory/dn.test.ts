import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dnKey, parseDn, writeRdn } from './dn'

const runs = { numRuns: 500, seed: 4 }
const value = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .filter(text => text.trim() === text && text !== '')
const step = fc.record({ attribute: fc.constantFrom('CN', 'OU', 'DC'), value })

describe('distinguished names', () => {
  test('what is written is read back, whatever signs the values hold', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 5 }), steps => {
        expect(parseDn(steps.map(writeRdn).join(','))).toEqual(steps)
      }),
      runs,
    )
  })

  test.each([
    ['CN=Kowalski\\, Anna,OU=Łódź Works,DC=x', ['Kowalski, Anna', 'Łódź Works', 'x']],
    ['cn = spaces around , dc = x ', ['spaces around', 'x']],
    ['CN="quoted, value",DC=x', ['quoted, value', 'x']],
    ['CN=\\c5\\81\\c3\\b3d\\c5\\ba,DC=x', ['Łódź', 'x']],
    ['CN=\\ leading and trailing\\ ,DC=x', [' leading and trailing ', 'x']],
    ['CN=gone\\0ADEL:1,DC=x', ['gone\nDEL:1', 'x']],
  ])('%s', (text, values) => {
    expect(parseDn(text)?.map(one => one.value)).toEqual(values)
  })

  test.each(['no name', 'CN=', 'CN=a,', '=a', 'CN=a,,DC=x', 'CN="open', 'CN=a\\'])('%s is not a name', text => {
    expect(parseDn(text)).toBeNull()
  })

  test('names compare without case and spelling', () => {
    const key = (text: string) => dnKey(parseDn(text) ?? [])
    expect(key('ou=\\c5\\81\u00d3dz, dc=X')).toBe(key('OU=łódz,DC=x'))
  })
})
