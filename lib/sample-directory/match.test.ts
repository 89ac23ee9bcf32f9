import { BerReader, BerWriter, FilterParser } from 'ldapts'
import { describe, expect, test } from 'vitest'
import { generateCompany } from './company'
import { Directory } from './directory'
import { prepareFilter, type Verdict } from './match'
import { mutationsOf } from './mutations'
import { readFilter, writeFilter } from './protocol/filter'

const company = generateCompany({ seed: 3, people: 50 })
const directory = new Directory(company)
const [boss, worker] = company.people.filter(person => person.kind === 'employee')
if (!boss || !worker) throw new Error('The company has no people')
mutationsOf(directory, true, () => new Date(0)).setAttribute(worker.anchor, 'mobile', [])

/** As it travels: ldapts writes it, the server reads it. */
function parse(text: string) {
  const writer = new BerWriter()
  FilterParser.parseString(text).write(writer)
  return readFilter(new BerReader(writer.buffer))
}
const verdict = (text: string, anchor = worker.anchor): Verdict =>
  prepareFilter(parse(text), directory)(directory.item(anchor))

describe('filter evaluation', () => {
  test.each<[string, Verdict]>([
    ['(objectClass=user)', true],
    ['(objectClass=USER)', true],
    ['(objectClass=computer)', false],
    ['(objectCategory=person)', true],
    ['(objectCategory=user)', true],
    ['(objectCategory=CN=Person,CN=Schema,CN=Configuration,DC=northwind,DC=example)', true],
    ['(objectCategory=computer)', false],
    ['(mobile=*)', false],
    ['(!(mobile=*))', true],
    ['(!(mobile=123))', true],
    ['(mobile>=0)', false],
    ['(!(mobile>=0))', true],
    ['(nonsense=*)', undefined],
    ['(!(nonsense=1))', undefined],
    ['(|(nonsense=1)(objectClass=user))', true],
    ['(&(nonsense=1)(objectClass=computer))', false],
    ['(&(nonsense=1)(objectClass=user))', undefined],
    ['(parentGUID=*)', undefined],
    ['(userAccountControl:1.2.840.113556.1.4.803:=512)', true],
    ['(userAccountControl:1.2.840.113556.1.4.803:=514)', false],
    ['(userAccountControl:1.2.840.113556.1.4.804:=514)', true],
    ['(userAccountControl:1.2.3:=512)', undefined],
    ['(userAccountControl=0512)', true],
    ['(userAccountControl=many)', undefined],
    ['(accountExpires<=9223372036854775807)', true],
    ['(whenCreated>=20160101000000.0Z)', true],
    ['(whenCreated<=20160101000000.0Z)', false],
    ['(isCriticalSystemObject=TRUE)', false],
    ['(objectSid=S-1-5-18)', false],
  ])('%s is %s', (filter, expected) => {
    expect(verdict(filter)).toBe(expected)
  })

  test('links are named by DN in any spelling, or by GUID', () => {
    const spelled = boss.dn.toUpperCase().replaceAll(',', ' , ')
    expect(verdict(`(manager=${spelled})`)).toBe(true)
    expect(verdict(`(manager=<GUID=${boss.anchor}>)`)).toBe(true)
    expect(verdict(`(manager=${worker.dn})`)).toBe(false)
    expect(verdict(`(directReports=${worker.dn})`, boss.anchor)).toBe(true)
  })

  test('a SID is found in text', () => {
    const administrator = company.people.find(person => person.sAMAccountName === 'Administrator')
    expect(verdict(`(objectSid=${company.domainSid}-500)`, administrator?.anchor)).toBe(true)
  })

  test.each([
    '(&(a=1)(!(b=*))(|(c=x*y*z)(d>=1)(e<=2)(f~=g)))',
    '(cn=*middle*)',
    '(userAccountControl:1.2.840.113556.1.4.803:=2)',
    '(cn=a\\2ab)',
  ])('%s is recorded as it was written', text => {
    expect(writeFilter(parse(text))).toBe(text)
  })

  test('a filter nested without end is refused instead of ending the process', () => {
    const writer = new BerWriter()
    FilterParser.parseString(`${'(!'.repeat(100)}(a=1)${')'.repeat(100)}`).write(writer)
    expect(() => readFilter(new BerReader(writer.buffer))).toThrow('nested too deeply')
  })
})

describe('links followed as far as they go', () => {
  const chain = '1.2.840.113556.1.4.1941'
  const list = (name: string) => {
    const found = company.lists.find(each => each.name === name)
    if (!found) throw new Error(`The company has no ${name}`)
    return found
  }
  const matching = (text: string) => company.entries.filter(({ anchor }) => verdict(text, anchor) === true)

  test('members of lists in a circle are found from each of them, and the lists with them', () => {
    const [alpha, beta] = [list('Project Alpha'), list('Project Beta')]
    const below = matching(`(memberOf:${chain}:=${alpha.dn})`)
    expect(below.filter(({ objectClass }) => objectClass === 'user')).toHaveLength(5)
    expect(below.map(({ rdn }) => rdn.value)).toEqual(expect.arrayContaining(['Project Alpha', 'Project Beta']))
    expect(matching(`(memberOf:${chain}:=${beta.dn})`)).toEqual(below)
    expect(matching(`(memberOf:${chain}:=${list('Project Archive').dn})`)).toEqual([])
  })

  test('from a person to every list and every manager above', () => {
    const direct = matching(`(member=${directory.dnOf(directory.item(worker.anchor))})`)
    const all = matching(`(member:${chain}:=${directory.dnOf(directory.item(worker.anchor))})`)
    expect(all).toEqual(expect.arrayContaining(direct))
    expect(all.map(({ rdn }) => rdn.value)).toContain('Everyone')
    expect(direct.map(({ rdn }) => rdn.value)).not.toContain('Everyone')
    expect(verdict(`(manager:${chain}:=${boss.dn})`)).toBe(true)
    expect(verdict(`(manager:${chain}:=${boss.dn})`, boss.anchor)).toBe(false)
  })

  test('an attribute that is no link, or a name that nobody has, is neither true nor false', () => {
    expect(verdict(`(displayName:${chain}:=${boss.dn})`)).toBeUndefined()
    expect(verdict(`(memberOf:${chain}:=CN=Nobody,DC=northwind,DC=example)`)).toBeUndefined()
  })
})
