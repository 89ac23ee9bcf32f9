import * as fc from 'fast-check'
import { FilterParser } from 'ldapts'
import { describe, expect, test } from 'vitest'
import { env } from '@/lib/env'
import { filterAttributes, parseSearchFilter, type SearchFilter } from './search-filter'

const read = (text: string) => {
  const parsed = parseSearchFilter(text)
  return 'fault' in parsed ? parsed.fault : parsed.filter
}
const fault = (text: string) => {
  const parsed = parseSearchFilter(text)
  return 'fault' in parsed ? [parsed.fault.code, parsed.fault.args.position] : 'none'
}

describe('a filter is read as RFC 4515 writes it', () => {
  test.each<[string, SearchFilter]>([
    ['(mail=*)', { kind: 'present', attribute: 'mail' }],
    ['(department=Sales)', { kind: 'equal', attribute: 'department', value: 'Sales' }],
    ['(department~=Sales)', { kind: 'approx', attribute: 'department', value: 'Sales' }],
    ['(uidNumber>=5)', { kind: 'at-least', attribute: 'uidNumber', value: '5' }],
    ['(uidNumber<=5)', { kind: 'at-most', attribute: 'uidNumber', value: '5' }],
    ['(cn=*a*b*)', { kind: 'substrings', attribute: 'cn', initial: '', any: ['a', 'b'], final: '' }],
    ['(cn=An*e)', { kind: 'substrings', attribute: 'cn', initial: 'An', any: [], final: 'e' }],
    ['(cn=a\\2ab\\28c\\29\\5c)', { kind: 'equal', attribute: 'cn', value: 'a*b(c)\\' }],
    ['(cn=M\\c3\\bcller)', { kind: 'equal', attribute: 'cn', value: 'Müller' }],
    ['(cn=a=b)', { kind: 'equal', attribute: 'cn', value: 'a=b' }],
    ['(2.5.4.3=x)', { kind: 'equal', attribute: '2.5.4.3', value: 'x' }],
    ['(userAccountControl:1.2.840.113556.1.4.803:=2)', { ...bits('1.2.840.113556.1.4.803') }],
    ['(userAccountControl:=2)', { ...bits(null) }],
    ['(!(mail=*))', { kind: 'not', part: { kind: 'present', attribute: 'mail' } }],
  ])('%s', (text, filter) => expect(read(text)).toEqual(filter))

  test('parentheses may stand on lines of their own, and spaces of values count', () => {
    const folded = '\n(&\n  (mail=*)\n  ( department = Sales )\n)\n'
    expect(read(folded)).toEqual({
      kind: 'and',
      parts: [
        { kind: 'present', attribute: 'mail' },
        { kind: 'equal', attribute: 'department', value: ' Sales ' },
      ],
    })
    expect(filterAttributes(read(folded) as SearchFilter)).toEqual(['mail', 'department'])
  })
})

function bits(rule: string | null) {
  return { kind: 'extensible', attribute: 'userAccountControl', rule, value: '2' } as const
}

describe('what is wrong with it is said with its place', () => {
  test.each([
    ['', 'filter-missing', 1],
    ['department=Sales', 'filter-parenthesis-missing', 1],
    ['(department=Sales', 'filter-unfinished', 18],
    ['(&(mail=*)', 'filter-unfinished', 11],
    ['(&)', 'filter-part-missing', 3],
    ['(|mail=*)', 'filter-part-missing', 3],
    ['(mail=*)(cn=*)', 'filter-left-over', 9],
    ['(!(mail=*)(cn=*))', 'filter-not-one', 11],
    ['(department=Sales (EMEA))', 'filter-not-one', 19],
    ['(mail)', 'filter-operator-missing', 2],
    ['(=x)', 'filter-attribute-invalid', 2],
    ['(cn;lang-de=x)', 'filter-attribute-invalid', 2],
    ['(tel nummer=x)', 'filter-attribute-invalid', 2],
    ['(cn=a\\zz)', 'filter-escape-invalid', 6],
    ['(cn=abc*d\\2)', 'filter-escape-invalid', 10],
    ['(objectGUID=\\ff\\fe)', 'filter-value-not-text', 13],
    ['(ou:dn:=Sales)', 'filter-whole-dn', 2],
    ['(:1.2.3:=x)', 'filter-attribute-missing', 2],
    ['(a:1.2.3:4.5.6:=x)', 'filter-operator-missing', 2],
  ])('%j', (text, code, position) => expect(fault(text)).toEqual([code, position]))

  test('too long, too deep, too much', () => {
    expect(fault(`(cn=${'a'.repeat(5_000)})`)).toEqual(['filter-too-large', 1])
    expect(fault(`${'(!'.repeat(30)}(cn=a)${')'.repeat(30)}`)[0]).toBe('filter-too-large')
    expect(fault(`(|${'(a=1)'.repeat(300)})`)[0]).toBe('filter-too-large')
  })
})

test('any text is a filter or has a fault, and what is a filter here is one for an LDAP library', () => {
  const piece = fc.constantFrom(
    '(',
    ')',
    '&',
    '|',
    '!',
    '=',
    '*',
    '\\',
    'cn',
    ':',
    '>',
    '~',
    ' ',
    '2a',
    'ü',
    '😀',
    ':=',
    '(a=b)',
  )
  const property = fc.property(fc.array(piece, { maxLength: 14 }), pieces => {
    const text = pieces.join('')
    const parsed = parseSearchFilter(text)
    if ('fault' in parsed) {
      expect(parsed.fault.args.position).toBeLessThanOrEqual(text.length + 1)
      expect(String(parsed.fault.args.text).isWellFormed()).toBe(true)
    } else expect(() => FilterParser.parseString(text.replace(/\s+(?=\()/g, '').trim())).not.toThrow()
  })
  fc.assert(property, { numRuns: 3_000 * env().ENROLLMENT_TEST_RUNS, seed: 20270301 })
})
