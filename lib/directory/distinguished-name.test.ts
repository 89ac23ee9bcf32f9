import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  dnKey,
  isWithin,
  parentDn,
  parseDistinguishedName,
  type Rdn,
  rdnValue,
  writeDistinguishedName,
} from './distinguished-name'

const property = { numRuns: 500, seed: 4514, verbose: 1 } as const
const value = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
const awkward = fc.stringMatching(/^[ #,+"\\<>;=a\u0141\u0130\u03a3\n-]{1,8}$/)
const rdn: fc.Arbitrary<Rdn> = fc.array(
  fc.record({ type: fc.constantFrom('CN', 'OU', 'dc', '2.5.4.3'), value: fc.oneof(value, awkward) }),
  { minLength: 1, maxLength: 2 },
)
const name = fc.array(rdn, { minLength: 1, maxLength: 6 })

describe('reading and writing (RFC 4514)', () => {
  test('every name that is written is read back with the same values', () => {
    fc.assert(
      fc.property(name, rdns => {
        expect(parseDistinguishedName(writeDistinguishedName(rdns))).toEqual(rdns)
      }),
      property,
    )
  })

  test.each([
    ['CN=Smith\\, John \\#1 (x),OU=Legal\\, Risk,DC=lab', ['Smith, John #1 (x)', 'Legal, Risk', 'lab']],
    ['CN=Lu\\C4\\8Di\\C4\\87', ['Lučić']],
    ['CN=#04024869', ['Hi']],
    ['CN=\\ padded\\ ,DC=x', [' padded ', 'x']],
    ['CN = spaced ,  DC = x', ['spaced', 'x']],
    ['CN=ends with backslash\\\\ ,DC=x', ['ends with backslash\\', 'x']],
    ['CN=a=b', ['a=b']],
    ['CN=Old\\0ADEL:4f2c,CN=Deleted Objects', ['Old\nDEL:4f2c', 'Deleted Objects']],
    ['CN=😀 Ünal,DC=x', ['😀 Ünal', 'x']],
  ])('%s', (dn, values) => {
    expect(parseDistinguishedName(dn)?.map(([first]) => first?.value)).toEqual(values)
  })

  test.each([
    'CN',
    'CN=a,',
    ',CN=a',
    '=a',
    'CN=a"b"',
    'CN=a\\',
    'CN=\\C4',
    'CN=#0',
    'C N=a',
    'ldap://host/CN=a',
    'CN=a;CN=b',
  ])('%s is not a name', dn => {
    expect(parseDistinguishedName(dn)).toBeNull()
  })
})

describe('comparing', () => {
  test('the key does not depend on how a name is written, and its own key is itself', () => {
    fc.assert(
      fc.property(name, rdns => {
        const dn = writeDistinguishedName(rdns)
        const key = dnKey(dn)
        expect(dnKey(key)).toBe(key)
        const other = rdns.map(pairs =>
          pairs.map(pair => ({ type: pair.type.toUpperCase(), value: pair.value.normalize('NFD') })).reverse(),
        )
        expect(dnKey(writeDistinguishedName(other))).toBe(key)
      }),
      property,
    )
  })

  test('case, composition and escapes do not matter; the value does', () => {
    expect(dnKey('cn=JOSÉ\\2C x,Ou=A')).toBe(dnKey('CN=jose\u0301\\, X,OU=a'))
    expect(dnKey('CN=a,OU=b')).not.toBe(dnKey('CN=a\\,OU\\=b'))
    expect(dnKey('CN=ΟΔΟΣ')).toBe(dnKey('CN=οδος'))
  })

  test('a name lies within its parents, and only there', () => {
    fc.assert(
      fc.property(name, name, (above, below) => {
        const base = writeDistinguishedName(above)
        const dn = writeDistinguishedName([...below, ...above])
        expect(isWithin(dn, base)).toBe(true)
        expect(isWithin(base, dn)).toBe(false)
      }),
      property,
    )
    expect(isWithin('OU=Sales,DC=labor', 'DC=lab')).toBe(false)
    expect(isWithin('OU=x\\,DC=lab', 'DC=lab')).toBe(false)
  })

  test('the parent stands after the first unescaped comma', () => {
    expect(parentDn('CN=Smith\\, J,OU=A\\, B,DC=x')).toBe('OU=A\\, B,DC=x')
    expect(parentDn('CN=a\\\\,DC=x')).toBe('DC=x')
    expect(parentDn('DC=x')).toBeNull()
    expect(rdnValue('OU=Legal\\, Risk,DC=x')).toBe('Legal, Risk')
  })

  test('a name of half a million characters is read in passing, whatever they are', () => {
    const many = 500_000
    expect(parseDistinguishedName(`OU=a${' '.repeat(many)}b`)?.[0]?.[0]?.value).toHaveLength(many + 2)
    expect(parseDistinguishedName(`OU=${'\\\\'.repeat(many / 2)}b`)?.[0]?.[0]?.value).toHaveLength(many / 2 + 1)
    expect(parseDistinguishedName(`OU=${'a'.repeat(many)}${' '.repeat(many)}`)?.[0]?.[0]?.value).toHaveLength(many)
  })
})
