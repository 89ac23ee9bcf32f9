import { describe, expect, test } from 'vitest'
import { compileMapping } from './compile-mapping'
import { mapPerson } from './map-person'
import { anObject, defaultMapping, testNow, verifiedDomains } from './testing/builders'

const context = { verifiedDomains, now: testNow, mapping: compileMapping(defaultMapping) }
const map = (...object: Parameters<typeof anObject>) => mapPerson(anObject(...object), context)
const codes = (...object: Parameters<typeof anObject>) => map(...object).problems.map(problem => problem.code)

test('every field comes from its attribute', () => {
  const person = map({
    mail: 'Ada@Example.com',
    department: 'Engines',
    title: 'Analyst',
    telephoneNumber: '+44 20 1',
    mobile: '+44 77 2',
    physicalDeliveryOfficeName: 'London 3',
    company: 'Analytical Engines',
    employeeID: '0815',
    manager: 'CN=Charles,DC=example,DC=com',
  })
  expect(person.attributes).toEqual({
    displayName: 'Ada Lovelace',
    givenName: 'Ada',
    familyName: 'Lovelace',
    email: 'ada@example.com',
    department: 'Engines',
    title: 'Analyst',
    workPhone: '+44 20 1',
    mobilePhone: '+44 77 2',
    office: 'London 3',
    organization: 'Analytical Engines',
    employeeNumber: '0815',
  })
  expect(person).toMatchObject({ managerDn: 'CN=Charles,DC=example,DC=com', emailKey: 'ada@example.com', problems: [] })
})

describe('a name', () => {
  test('comes from cn when there is no displayName', () =>
    expect(map({ displayName: undefined, cn: 'A. Lovelace' }).attributes.displayName).toBe('A. Lovelace'))
  test('is put together when there is neither', () =>
    expect(map({ displayName: ' ' }).attributes.displayName).toBe('Ada Lovelace'))
  test('of one part is enough', () =>
    expect(map({ displayName: undefined, givenName: undefined }).attributes.displayName).toBe('Lovelace'))
  test('that is nowhere is a problem', () =>
    expect(codes({ displayName: undefined, givenName: undefined, sn: undefined })).toEqual(['name-missing']))
  test('in two Unicode forms is one name', () =>
    expect(map({ displayName: 'Jose\u0301' }).attributes.displayName).toBe('Jos\u00e9'))
})

describe('an address that cannot be used is a problem and never an account', () => {
  test.each([
    [undefined, 'mail-missing'],
    ['ada', 'mail-invalid'],
    ['ada@other.example', 'domain-unverified'],
    ['ada@sub.example.com', 'domain-unverified'],
    ['\u00e4da@example.com', 'mail-non-ascii'],
  ])('%s', (mail, code) => expect(codes({ mail })).toEqual([code]))
  test('hidden characters in it make it a different one', () => {
    const person = map({}, { cleaned: ['MAIL'] })
    expect(person.emailKey).toBeNull()
    expect(person.problems.map(problem => problem.code)).toEqual(['mail-invalid'])
  })
})

test('an absent attribute is not an empty value', () => {
  const { attributes } = map({ title: [], department: '  ' })
  expect(Object.keys(attributes).sort()).toEqual(['displayName', 'email', 'familyName', 'givenName'])
})

test('a value beyond its length is a problem with its numbers, counted in characters', () => {
  const long = map({ title: '😀'.repeat(257) })
  expect(long.problems).toEqual([{ code: 'value-too-long', args: { field: 'title', length: 257, max: 256 } }])
  expect(map({ title: '😀'.repeat(256) }).problems).toEqual([])
})

test('attribute names are found in any spelling and values in any order', () => {
  const upper = map({ displayName: undefined, DISPLAYNAME: 'Ada' })
  expect(upper.attributes.displayName).toBe('Ada')
  expect(map({ telephoneNumber: ['2', '1'] })).toEqual(map({ telephoneNumber: ['1', '2'] }))
})

test('removed characters and an unreadable status are remarked', () => {
  expect(map({}, { cleaned: ['sn', 'displayName'] }).problems).toEqual([
    { code: 'value-cleaned', args: { attributes: 'displayname, sn' } },
  ])
  const unreadable = map({ userAccountControl: undefined })
  expect(unreadable).toMatchObject({ status: 'unknown', problems: [{ code: 'status-unreadable' }] })
})

describe('accounts that are no people', () => {
  test.each([
    ['critical system objects', { isCriticalSystemObject: 'TRUE' }, 'built-in-account'],
    ['well-known identifiers', { objectSid: 'S-1-5-21-1-2-3-501' }, 'built-in-account'],
    ['trusts', { userAccountControl: '2080' }, 'trust-account'],
    ['computers and managed service accounts', { userAccountControl: '4096' }, 'computer-account'],
    ['domain controllers', { userAccountControl: '532480', isCriticalSystemObject: 'TRUE' }, 'computer-account'],
  ])('%s', (_, attributes, kind) => expect(map(attributes).nobody).toBe(kind))
  test('and everybody else', () =>
    expect(map({ isCriticalSystemObject: 'FALSE', objectSid: 'S-1-5-21-1-2-3-1104' }).nobody).toBeNull())
})
