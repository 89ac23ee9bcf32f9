import { describe, expect, test } from 'vitest'
import { generateCompany, type PersonRecord } from './company'
import { sampleCredentials, samplePeople, sampleSeed } from './settings'

const company = generateCompany({ seed: sampleSeed, people: samplePeople })
const employees = company.people.filter(person => person.kind === 'employee')
const share = (rule: (person: PersonRecord) => boolean) => employees.filter(rule).length / employees.length

describe('the sample company', () => {
  test('is the same on every machine, down to each GUID', () => {
    const again = generateCompany({ seed: sampleSeed, people: samplePeople })
    expect(again).toEqual(company)
    expect(generateCompany({ seed: sampleSeed + 1, people: 50 }).domainSid).not.toBe(company.domainSid)
  })

  test.each([0, 1, 7, 50, 1_200])('has exactly as many employees as asked for: %i', people => {
    const { people: everyone } = generateCompany({ seed: 5, people })
    expect(everyone.filter(person => person.kind === 'employee')).toHaveLength(people)
  })

  test('names nothing twice that must be unique', () => {
    const unique = (values: readonly string[]) => expect(new Set(values).size).toBe(values.length)
    unique(company.entries.map(entry => entry.anchor))
    unique(company.people.map(person => person.dn.toLowerCase()))
    unique(company.people.map(person => person.sAMAccountName.toLowerCase()))
    unique(company.people.map(person => person.userPrincipalName.toLowerCase()))
    unique(employees.map(person => person.attributes.employeeID ?? ''))
    expect(company.people.every(person => /^[a-z0-9-]{1,20}$/i.test(person.sAMAccountName))).toBe(true)
  })

  test('is believable: few problems, few leavers, and a chain of managers up to one person', () => {
    expect(share(person => person.problem !== null)).toBeGreaterThan(0.02)
    expect(share(person => person.problem !== null)).toBeLessThan(0.04)
    expect(share(person => !person.enabled)).toBeGreaterThan(0.02)
    expect(share(person => !person.enabled)).toBeLessThan(0.04)
    expect(share(person => person.expired)).toBeGreaterThan(0.005)
    expect(employees.filter(person => person.manager === null)).toHaveLength(1)
    const managers = new Map(employees.map(person => [person.anchor, person.manager]))
    for (const { anchor } of employees) {
      let steps = 0
      for (let above = managers.get(anchor); above; above = managers.get(above)) expect(++steps).toBeLessThan(10)
    }
  })

  test('says of each problem what it is', () => {
    const mails = Map.groupBy(employees, person => person.attributes.mail?.toLowerCase() ?? '')
    for (const { attributes, problem } of employees) {
      const mail = attributes.mail?.toLowerCase()
      if (mail === undefined) expect(problem).toBe('mail-missing')
      else if (!mail.endsWith(`@${company.domain}`)) expect(problem).toBe('mail-in-foreign-domain')
      else expect(problem).toBe((mails.get(mail)?.length ?? 0) > 1 ? 'mail-duplicate' : null)
    }
  })

  test('has what real directories have: commas and foreign letters in names, computers, the domain’s own accounts', () => {
    expect(company.units.some(unit => unit.dn.includes('\\,'))).toBe(true)
    expect(company.units.some(unit => unit.dn.includes('東京'))).toBe(true)
    expect(employees.some(person => /^CN=[^,]+\\, /.test(person.dn))).toBe(true)
    expect(employees.some(person => /\p{Script=Han}/u.test(person.attributes.displayName ?? ''))).toBe(true)
    const builtIn = company.people.filter(person => person.kind === 'built-in').map(person => person.sAMAccountName)
    expect(builtIn).toEqual(['Administrator', 'Guest', 'krbtgt'])
    expect(company.entries.filter(entry => entry.objectClass === 'computer').length).toBeGreaterThan(50)
    expect(company.people.map(person => person.userPrincipalName)).toContain(sampleCredentials.userId)
  })

  test('has lists of lists, in a circle, without anybody, and one that is longer than an answer', () => {
    const lists = new Map(company.lists.map(list => [list.name, list]))
    const members = (name: string) => lists.get(name)?.members ?? []
    const names = new Map(company.lists.map(list => [list.dn, list.name]))
    const nested = (name: string) => members(name).flatMap(dn => names.get(dn) ?? [])
    expect(nested('Everyone').length).toBeGreaterThan(10)
    expect(['Project Alpha', 'Project Beta', 'Steering Committee'].map(nested)).toEqual([
      ['Steering Committee'],
      ['Project Alpha'],
      ['Project Beta'],
    ])
    expect(members('Project Archive')).toEqual([])
    expect(members('Employees and Partners')).toHaveLength(1_600)
    for (const { members: each } of company.lists) expect(new Set(each).size).toBe(each.length)
  })

  test('makes everybody a member of Domain Users by their primary group only', () => {
    const domainUsers = company.lists.find(list => list.rid === 513)
    expect(domainUsers).toMatchObject({ name: 'Domain Users', members: [] })
    const people = company.entries.filter(entry => entry.objectClass === 'user')
    const others = people.filter(({ attributes }) => attributes.primaryGroupID?.[0] !== '513')
    expect(others.map(({ rdn }) => rdn.value)).toEqual(['Guest'])
  })
})
