import { Control } from 'ldapts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { generateCompany, type PersonRecord } from './company'
import { type SampleDirectory, startSampleDirectory } from './server'
import { sampleAccounts, sampleCredentials } from './settings'
import { WatchedClient } from './testing/paged-search'

const company = generateCompany({ seed: 12, people: 120 })
const employees = company.people.filter(person => person.kind === 'employee')
const [boss, worker] = employees as [PersonRecord, PersonRecord]
const unitOf = (name: string) => {
  const unit = company.units.find(one => one.name === name)
  if (!unit) throw new Error(`The company has no unit ${name}`)
  return unit
}
let sample: SampleDirectory
beforeEach(async () => {
  sample = await startSampleDirectory({ company, mutableForTests: true })
})
afterEach(() => sample.stop())

const showDeleted = new Control('1.2.840.113556.1.4.417', { critical: true })
type Wanted = { base?: string; filter?: string; controls?: Control[]; userId?: string }

async function search({
  base = company.baseDn,
  filter = '(objectClass=*)',
  controls = [],
  userId = sampleCredentials.userId,
}: Wanted) {
  const client = new WatchedClient({ url: sample.url, tlsOptions: { ca: sample.caPem } })
  try {
    await client.bind(userId, sampleCredentials.password)
    const options = {
      filter,
      paged: { pageSize: 500 },
      attributes: ['*', 'parentGUID'],
      explicitBufferAttributes: ['objectGUID'],
    }
    return (await client.search(base, options, controls)).searchEntries
  } finally {
    await client.unbind()
  }
}
const find = (person: PersonRecord) => search({ filter: `(sAMAccountName=${person.sAMAccountName})` })

describe('changes raise numbers as Active Directory does', () => {
  test('disabling and enabling set one bit and one number', async () => {
    const before = sample.directory.highestCommittedUsn()
    sample.directory.disable(worker.anchor)
    const [disabled] = await find(worker)
    expect(disabled).toMatchObject({ userAccountControl: '514', uSNChanged: String(before + 1) })
    sample.directory.enable(worker.anchor)
    expect((await find(worker))[0]).toMatchObject({ userAccountControl: '512', uSNChanged: String(before + 2) })
    expect(sample.directory.highestCommittedUsn()).toBe(before + 2)
  })

  test('an attribute is set and removed; whenChanged moves with it', async () => {
    sample.directory.setAttribute(worker.anchor, 'title', ['Navigator'])
    const [changed] = await find(worker)
    expect(changed?.title).toBe('Navigator')
    expect(String(changed?.whenChanged) > '20260101').toBe(true)
    sample.directory.setAttribute(worker.anchor, 'title', [])
    expect((await find(worker))[0]).not.toHaveProperty('title')
  })

  test('renaming and moving keep the GUID, and managers are still named rightly', async () => {
    const guid = (await find(boss))[0]?.objectGUID
    sample.directory.rename(boss.anchor, 'New, Name')
    sample.directory.move(boss.anchor, unitOf('Logistics').anchor)
    const [moved] = await find(boss)
    expect(moved?.dn).toBe(`CN=New\\, Name,${unitOf('Logistics').dn}`)
    expect(moved?.objectGUID).toEqual(guid)
    expect((await find(worker))[0]?.manager).toBe(moved?.dn)
  })

  test('renaming or moving a unit changes its own number only, although all names below change', async () => {
    const unit = unitOf('Sales')
    const below = await search({ base: unit.dn, filter: '(objectClass=user)' })
    sample.directory.renameUnit(unit.anchor, 'Vertrieb')
    sample.directory.moveUnit(unit.anchor, unitOf('IT').anchor)
    const now = await search({ base: `OU=Vertrieb,${unitOf('IT').dn}`, filter: '(objectClass=user)' })
    expect(now.map(entry => entry.uSNChanged)).toEqual(below.map(entry => entry.uSNChanged))
    expect(now.every(entry => entry.dn.includes(',OU=Vertrieb,OU=IT,'))).toBe(true)
    expect(sample.directory.usnOf(unit.anchor)).toBe(sample.directory.highestCommittedUsn())
    await expect(search({ base: unit.dn })).rejects.toMatchObject({ code: 32 })
  })

  test('a name cannot be taken twice, and a unit cannot hold itself', () => {
    const [first, second] = employees.filter(person => person.unit === worker.unit) as [PersonRecord, PersonRecord]
    const name = /^CN=([^,]+),/.exec(second.dn)?.[1] ?? ''
    expect(() => sample.directory.rename(first.anchor, name)).toThrow('already exists')
    const { moveUnit } = sample.directory
    expect(() => moveUnit(unitOf('Sales').anchor, unitOf('Americas').anchor)).toThrow('into itself')
  })

  test('somebody new is found like everybody else', async () => {
    const anchor = sample.directory.hire(unitOf('IT').anchor, 'New Person', {
      sAMAccountName: ['newperson'],
      mail: ['n@x.example'],
    })
    const [found] = await search({ base: `<GUID=${anchor}>`, filter: '(objectCategory=person)' })
    expect(found).toMatchObject({ dn: `CN=New Person,${unitOf('IT').dn}`, mail: 'n@x.example' })
  })
})

describe('deleted people', () => {
  test('leave a tombstone that keeps their identity and loses the rest', async () => {
    sample.directory.delete(boss.anchor)
    expect(await find(boss)).toEqual([])
    const filter = `(&(isDeleted=TRUE)(objectClass=user))`
    expect(await search({ filter })).toEqual([])
    const [tombstone] = await search({ filter, controls: [showDeleted] })
    const [name = ''] = /^CN=[^,]+/.exec(boss.dn) ?? []
    expect(tombstone?.dn).toBe(`${name}\\0ADEL:${boss.anchor},CN=Deleted Objects,${company.baseDn}`)
    expect(tombstone).toMatchObject({
      sAMAccountName: boss.sAMAccountName,
      lastKnownParent: boss.dn.slice(name.length + 1),
    })
    for (const attribute of ['mail', 'displayName', 'userPrincipalName', 'objectCategory', 'manager', 'memberOf'])
      expect(tombstone).not.toHaveProperty(attribute)
    expect(await search({ base: `<GUID=${boss.anchor}>`, controls: [showDeleted] })).toHaveLength(1)
    expect((await find(worker))[0]).not.toHaveProperty('manager')
  })

  test('are invisible to an account without the right to see them, and nothing says so', async () => {
    sample.directory.delete(worker.anchor)
    sample.directory.setDeletedReadable(false)
    const filter = '(&(isDeleted=TRUE)(objectClass=user))'
    expect(await search({ filter, controls: [showDeleted] })).toEqual([])
    await expect(search({ base: `<GUID=${worker.anchor}>`, controls: [showDeleted] })).rejects.toMatchObject({
      code: 32,
    })
    const userId = sampleAccounts.administrator
    expect(await search({ filter, controls: [showDeleted], userId })).toHaveLength(1)
  })
})

describe('a unit that may not be read', () => {
  test('is not there with all its people, and the search succeeds', async () => {
    const filter = '(objectClass=user)'
    const before = await search({ filter })
    const below = await search({ base: unitOf('Sales').dn, filter })
    sample.directory.setHidden(unitOf('Sales').anchor, true)
    expect(await search({ filter })).toHaveLength(before.length - below.length)
    expect(await search({ base: unitOf('Sales').dn, filter })).toEqual([])
    expect(await search({ filter, userId: sampleAccounts.administrator })).toHaveLength(before.length)
  })
})
