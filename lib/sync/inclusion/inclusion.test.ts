import * as fc from 'fast-check'
import { BerReader, BerWriter, FilterParser } from 'ldapts'
import { describe, expect, test } from 'vitest'
import { filterAttributes } from '@/lib/directory/formats/search-filter'
import { sidText } from '@/lib/directory/formats/security-identifier'
import type { AttributeDefinition } from '@/lib/directory/source'
import { env } from '@/lib/env'
import { generateCompany } from '@/lib/sample-directory/company'
import { Directory } from '@/lib/sample-directory/directory'
import { prepareFilter } from '@/lib/sample-directory/match'
import { readFilter } from '@/lib/sample-directory/protocol/filter'
import { valuesOf } from '@/lib/sample-directory/values'
import type { AttributeSyntax } from '@/lib/settings/inclusion'
import { checkInclusion, readInclusion } from './check-inclusion'
import { compileInclusion, type Verdict } from './compile-inclusion'

const syntaxes: Record<string, AttributeSyntax> = {
  department: 'text',
  title: 'text',
  mail: 'text',
  sn: 'text',
  mobile: 'text',
  employeeNumber: 'text',
  code: 'exact-text',
  objectClass: 'name',
  userAccountControl: 'integer',
  accountExpires: 'large-integer',
  whenCreated: 'time',
  isCriticalSystemObject: 'boolean',
  manager: 'dn',
  objectCategory: 'dn',
  objectSid: 'sid',
  objectGUID: 'octets',
  nTSecurityDescriptor: 'other',
  memberOf: 'dn',
}
const define = (name: string): AttributeDefinition | null => {
  if (name === 'canonicalName') return { name, syntax: 'text', constructed: true }
  const known = Object.keys(syntaxes).find(one => one.toLowerCase() === name.toLowerCase())
  return known === undefined ? null : { name: known, syntax: syntaxes[known] ?? 'other', constructed: false }
}

function check(text: string) {
  const read = readInclusion(text)
  if (!read.ok) return read
  const names = filterAttributes(read.value)
  return checkInclusion(text, names, names.map(define))
}

function decide(text: string, attributes: Record<string, string[]>): Verdict {
  const checked = check(text)
  if (!checked.ok) throw new Error(checked.faults.map(({ code }) => code).join())
  return compileInclusion(checked.value)({ attributes })
}

const ada = {
  department: ['Forschung & Entwicklung'],
  title: ['Développeuse'],
  mail: ['ada@example.com'],
  userAccountControl: ['66050'],
  accountExpires: ['9223372036854775807'],
  whenCreated: ['20200301120000.0Z'],
  isCriticalSystemObject: ['FALSE'],
  manager: ['CN=Boss\\, The,OU=People,DC=example,DC=com'],
  objectCategory: ['CN=Person,CN=Schema,CN=Configuration,DC=example,DC=com'],
  objectClass: ['top', 'person', 'organizationalPerson', 'user'],
  objectSid: ['S-1-5-21-1-2-3-1104'],
  code: ['aB'],
}

describe('a person is decided as Active Directory would', () => {
  test.each<[string, Verdict]>([
    ['(department=forschung & entwicklung)', true],
    ['(department=forschung*)', true],
    ['(department=*Ung*Lung)', true],
    ['(department=*lung*lung)', false],
    ['(title=developpeuse)', true],
    ['(title=ＤÉＶeloppeuse)', true],
    ['(code=aB)', true],
    ['(code=ab)', false],
    ['(mobile=*)', false],
    ['(mobile=1)', false],
    ['(!(mobile=1))', true],
    ['(&(mail=*)(!(mobile=*)))', true],
    ['(|(mobile=*)(department=x))', false],
    ['(userAccountControl:1.2.840.113556.1.4.803:=514)', true],
    ['(userAccountControl:1.2.840.113556.1.4.803:=516)', false],
    ['(userAccountControl:1.2.840.113556.1.4.804:=6)', true],
    ['(userAccountControl=66050)', true],
    ['(userAccountControl>=66050)', true],
    ['(userAccountControl<=66049)', false],
    ['(accountExpires>=9223372036854775807)', true],
    ['(accountExpires>=0)', true],
    ['(whenCreated>=20200301120000.0Z)', true],
    ['(whenCreated<=20200301115959Z)', false],
    ['(whenCreated=20200301130000+0100)', true],
    ['(isCriticalSystemObject=FALSE)', true],
    ['(manager=cn=boss\\5c, the, ou=people, dc=example, dc=com)', true],
    ['(manager=CN=Boss,DC=example,DC=com)', false],
    ['(objectCategory=person)', true],
    ['(objectCategory=computer)', false],
    ['(objectClass=USER)', true],
    ['(objectSid=s-1-5-21-1-2-3-1104)', true],
    ['(objectGUID=*)', false],
    ['(department:=forschung & entwicklung)', true],
    ['(department~=forschung & entwicklung)', true],
  ])('%s is %s', (text, verdict) => expect(decide(text, ada)).toBe(verdict))

  test('a value that is none of its attribute’s equals nothing, and the names of attributes have no case', () => {
    expect(decide('(useraccountcontrol=512)', { USERACCOUNTCONTROL: ['many', '512'] })).toBe(true)
    expect(decide('(userAccountControl>=1)', { userAccountControl: ['many'] })).toBe(false)
  })

  test('what cannot be said is not true, and neither is its negation', () => {
    const undecided = (filter: string) => compileInclusion({ filter, attributes: [] })({ attributes: ada })
    expect(undecided('(nonsense=1)')).toBeUndefined()
    expect(undecided('(!(nonsense=1))')).toBeUndefined()
    const half = (filter: string) =>
      compileInclusion({ filter, attributes: [{ written: 'mail', name: 'mail', syntax: 'text' }] })({ attributes: ada })
    expect(half('(|(nonsense=1)(mail=*))')).toBe(true)
    expect(half('(&(nonsense=1)(mail=x))')).toBe(false)
    expect(half('(&(nonsense=1)(mail=*))')).toBeUndefined()
  })

  test('without a rule everybody matches', () => expect(compileInclusion(null)({ attributes: {} })).toBe(true))
})

describe('what the schema has against a filter is said before it is saved', () => {
  test.each([
    ['(departement=Sales)', 'filter-attribute-unknown'],
    ['(canonicalName=x*)', 'filter-attribute-computed'],
    ['(nTSecurityDescriptor=*)', 'filter-attribute-refused'],
    ['(department>=M)', 'filter-order-unfit'],
    ['(manager=CN=Boss*)', 'filter-pattern-unfit'],
    ['(userAccountControl=5*)', 'filter-pattern-unfit'],
    ['(userAccountControl=many)', 'filter-value-unfit'],
    ['(manager=Boss)', 'filter-value-unfit'],
    ['(isCriticalSystemObject=true)', 'filter-value-unfit'],
    ['(whenCreated>=yesterday)', 'filter-value-unfit'],
    ['(objectGUID=abc)', 'filter-presence-only'],
    ['(department:1.2.840.113556.1.4.803:=2)', 'filter-bits-unfit'],
    ['(userAccountControl:1.2.840.113556.1.4.803:=x)', 'filter-value-unfit'],
    ['(userAccountControl:1.2.3.4:=2)', 'filter-rule-unknown'],
    ['(memberOf:1.2.840.113556.1.4.1941:=CN=All,DC=example,DC=com)', 'filter-rule-chain'],
    ['(department=Sales', 'filter-unfinished'],
  ])('%s: %s', (text, code) => {
    const checked = check(text)
    expect(checked.ok ? [] : checked.faults.map(fault => fault.code)).toEqual([code])
  })

  test('a value that does not fit is told cut between characters: no database takes the half of one', () => {
    for (const item of ['whenCreated', 'userAccountControl:1.2.840.113556.1.4.803:'])
      expect(check(`(${item}=${'x'.repeat(59)}😀)`)).toMatchObject({ faults: [{ args: { value: 'x'.repeat(59) } }] })
  })

  test('everything that is wrong is said at once, each with its path', () => {
    const checked = check('(&(departement=x)(department>=M))')
    expect(checked.ok ? [] : checked.faults.map(({ path }) => path)).toEqual(['inclusion.filter', 'inclusion.filter'])
  })
})

const company = generateCompany({ seed: 11, people: 60 })
const directory = new Directory(company)
const people = company.people.map(({ anchor }) => directory.item(anchor))
const asked = [
  ...['department', 'title', 'mail', 'sn', 'mobile', 'objectClass', 'userAccountControl', 'accountExpires'],
  ...['whenCreated', 'isCriticalSystemObject', 'manager', 'objectCategory', 'objectSid', 'memberOf'],
]

/** As the reader delivers them. */
const read = people.map(item => ({
  attributes: Object.fromEntries(
    asked.map(name => [
      name,
      valuesOf(item, name, directory).map(value =>
        typeof value === 'string' ? value.normalize('NFC') : sidText(value),
      ),
    ]),
  ),
}))
const values = Object.fromEntries(asked.map(name => [name, read.flatMap(({ attributes }) => attributes[name] ?? [])]))

const escaped = (value: string) => value.replace(/[\\*()\0]/g, char => `\\${Buffer.from(char).toString('hex')}`)
const fromCompany = (name: string) =>
  fc.constantFrom(...(values[name] ?? []), ...(name === 'objectCategory' ? ['user'] : []))
const spelled = (text: string, how: number) => [text, text.toUpperCase(), text.toLowerCase()][how] ?? text
const textual = fc.constantFrom('department', 'title', 'mail', 'sn', 'mobile')
const numeric = fc.constantFrom('userAccountControl', 'accountExpires')
const item: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...asked, 'nonsense').map(name => `(${name}=*)`),
  fc
    .constantFrom(...asked.filter(name => name !== 'isCriticalSystemObject'))
    .chain(name =>
      fc
        .tuple(fromCompany(name), fc.nat(2))
        .map(([value, how]) => `(${name}=${escaped(name === 'whenCreated' ? value : spelled(value, how))})`),
    ),
  fc
    .tuple(textual, fc.nat(4), fc.nat(3))
    .chain(([name, from, length]) =>
      fromCompany(name).map(value =>
        `(${name}=*${escaped([...value].slice(from, from + length + 1).join(''))}*)`.replace('**', '*'),
      ),
    ),
  fc
    .tuple(textual, fc.nat(3))
    .chain(([name, length]) =>
      fromCompany(name).map(value => `(${name}=${escaped([...value].slice(0, length + 1).join(''))}*)`),
    ),
  fc
    .tuple(numeric, fc.constantFrom('>=', '<=', '='))
    .chain(([name, sign]) => fromCompany(name).map(value => `(${name}${sign}${value})`)),
  fc.constantFrom('>=', '<=').chain(sign => fromCompany('whenCreated').map(value => `(whenCreated${sign}${value})`)),
  fc
    .tuple(fc.constantFrom('803', '804'), fc.constantFrom(2, 512, 514, 65_536))
    .map(([rule, mask]) => `(userAccountControl:1.2.840.113556.1.4.${rule}:=${mask})`),
  fc.constantFrom('(nonsense=1)', '(isCriticalSystemObject=TRUE)', '(isCriticalSystemObject=FALSE)'),
)
const { filter } = fc.letrec<{ filter: string }>(tie => ({
  filter: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    item,
    fc
      .tuple(fc.constantFrom('&', '|'), fc.array(tie('filter'), { minLength: 1, maxLength: 3 }))
      .map(([sign, parts]) => `(${sign}${parts.join('')})`),
    tie('filter').map(part => `(!${part})`),
  ),
}))

test('any filter is decided of everybody as the directory itself decides it', () => {
  const seen = { true: 0, false: 0, undefined: 0 }
  const property = fc.property(filter, text => {
    const writer = new BerWriter()
    FilterParser.parseString(text).write(writer)
    const theirs = prepareFilter(readFilter(new BerReader(writer.buffer)), directory)
    const parsed = readInclusion(text)
    if (!parsed.ok) throw new Error(`${text}: ${parsed.faults[0]?.code}`)
    const attributes = filterAttributes(parsed.value).flatMap(written => {
      const known = define(written)
      return known ? [{ written, name: known.name, syntax: known.syntax }] : []
    })
    const ours = compileInclusion({ filter: text, attributes })
    for (const [index, person] of people.entries()) {
      const verdict = ours(read[index] ?? { attributes: {} })
      expect(verdict).toBe(theirs(person))
      seen[String(verdict) as 'true']++
    }
  })
  fc.assert(property, { numRuns: 600 * env().ENROLLMENT_TEST_RUNS, seed: 20270301 })
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(500)
})
