import { sql } from 'drizzle-orm'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import type { ReadFault } from '@/lib/directory/read-fault'
import { env } from '@/lib/env'
import { stopWaking } from '@/lib/jobs/wake'
import { effectiveMembers } from '@/lib/sync/effective-members'
import { TestCompany } from './testing/company'
import { anchorOf, fakeBase } from './testing/fake-source'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})

const inside = `OU=Inside,${fakeBase}`
const outside = `OU=Outside,${fakeBase}`
const named = (name: string, unit = outside) => `CN=${name},${unit}`
const incomplete: ReadFault = { code: 'list-incomplete', args: { list: 'Guests' } }

function through(...lists: string[]) {
  return {
    organizationalUnits: { mode: 'chosen', rules: [{ anchor: anchorOf(inside), dn: inside, effect: 'include' }] },
    distributionLists: {
      mode: 'chosen',
      people: 'in-scope',
      lists: lists.map(name => ({ anchor: anchorOf(named(name)), dn: named(name) })),
    },
  }
}

/** Ten people inside; outside of it Ann in a list, Bob in a list in that list, and Cid in none. */
async function companyWithGuests(): Promise<TestCompany> {
  const company = new TestCompany()
  const { directory } = company
  directory.unit(inside)
  directory.unit(outside)
  for (let at = 1; at <= 10; at++) directory.person(`Person ${at}`, inside)
  for (const name of ['Ann', 'Bob', 'Cid']) directory.person(name, outside)
  directory.contacts.add(named('Contact', fakeBase))
  directory.list('Inner', outside, [named('Bob'), named('Guests')])
  directory.list('Guests', outside, [named('Ann'), named('Inner'), named('Contact', fakeBase)])
  await company.create(through('Guests'))
  await company.approve(await company.run('preview'))
  return company
}
const keysOf = async (company: TestCompany) =>
  [...(await company.accounts()).keys()].filter(key => /^[a-z]+$/.test(key))

describe('people whom only a chosen list reaches', () => {
  test('are in scope, through however many lists, and the reason names the list', async () => {
    const company = await companyWithGuests()
    expect((await keysOf(company)).sort()).toEqual(['ann', 'bob'])
    const [because] = await company.sql(
      sql`select because from changes where display_name = 'Bob' and kind = 'add' limit 1`,
    )
    expect(because).toEqual({ because: { code: 'new-through-list', args: { list: 'Guests', unit: outside } } })
    const again = await company.run()
    expect(await company.plan(again.id)).toEqual({ 'skip not-in-scope noted': 1 })
    expect(again.notices).toEqual([])
  })

  test('stay while one of several lists or units has them, and leave with the last', async () => {
    const company = await companyWithGuests()
    company.directory.list('Friends', outside, [named('Ann')])
    await company.changeSettings(through('Guests', 'Friends'))
    const guests = anchorOf(named('Guests'))
    company.directory.setMembers(guests, [named('Inner')])
    const run = await company.run()
    expect(Object.keys(await company.plan(run.id)).filter(row => row.startsWith('deactivate'))).toEqual([])
    expect((await company.accounts()).get('ann')).toMatchObject({ active: true })
    company.directory.setMembers(anchorOf(named('Friends')), [])
    company.directory.setMembers(guests, [named('Inner'), named('Contact', fakeBase)])
    expect(await company.plan((await company.run()).id)).toMatchObject({ 'deactivate left-list applied': 1 })
    expect((await company.accounts()).get('ann')).toMatchObject({ active: false })
  })

  test('are left out where the settings do not say so', async () => {
    const company = await companyWithGuests()
    const settings = through('Guests')
    await company.changeSettings({
      ...settings,
      distributionLists: { ...settings.distributionLists, people: 'left-out' },
    })
    expect(await company.plan((await company.run()).id)).toEqual({
      'deactivate left-list applied': 2,
      'skip not-in-scope noted': 1,
    })
  })

  test('leave with the list that they were seen to leave, and come back with it', async () => {
    const company = await companyWithGuests()
    const inner = anchorOf(named('Inner'))
    company.directory.setMembers(inner, [])
    expect(await company.plan((await company.run()).id)).toMatchObject({ 'deactivate left-list applied': 1 })
    company.directory.setMembers(inner, [named('Bob')])
    expect(await company.plan((await company.run()).id)).toMatchObject({ 'reactivate back-in-scope applied': 1 })
    company.directory.move(anchorOf(named('Bob')), inside)
    company.directory.setMembers(inner, [])
    expect(await company.plan((await company.run()).id)).toEqual({ 'skip not-in-scope noted': 1 })
  })
})

/** What may go wrong with a list, or with one inside it. */
const troubles: [string, (company: TestCompany) => void, notice: string][] = [
  [
    'the members of the list cannot be read',
    c => c.directory.setMembers(anchorOf(named('Guests')), incomplete),
    'list-not-read',
  ],
  [
    'the members of a list in it cannot be read',
    c => c.directory.setMembers(anchorOf(named('Inner')), incomplete),
    'list-not-read',
  ],
  ['a list in it cannot be seen', c => void c.directory.hidden.set(anchorOf(named('Inner')), 'alone'), 'list-not-read'],
  ['the list cannot be seen', c => void c.directory.hidden.set(anchorOf(named('Guests')), 'alone'), 'list-is-missing'],
  ['the list is deleted', c => c.directory.remove(anchorOf(named('Guests')), { tombstone: true }), 'list-is-missing'],
]

test.each(troubles)('nobody is taken out when %s, however long it lasts', async (_, trouble, notice) => {
  const company = await companyWithGuests()
  trouble(company)
  for (const _ of ['once', 'and again']) {
    const run = await company.run()
    expect(Object.keys(await company.plan(run.id)).filter(row => /deactivate|suspend|release/.test(row))).toEqual([])
    expect(run.notices.map(({ code }) => code)).toEqual([notice])
  }
  for (const name of ['ann', 'bob']) expect((await company.accounts()).get(name)).toMatchObject({ active: true })
})

test('nobody is taken out when names change while the lists are read', async () => {
  const company = await companyWithGuests()
  const { directory } = company
  const { objects } = directory
  directory.setMembers(anchorOf(named('Inner')), [])
  const unit = objects.get(anchorOf(outside))
  if (!unit) throw new Error('The unit is missing')
  objects.set(unit.anchor, { ...unit, usnChanged: '1000000' })
  expect(await company.plan((await company.run()).id)).toEqual({ 'skip list-members-unknown noted': 2 })
  objects.set(unit.anchor, unit)
  expect(await company.plan((await company.run()).id)).toMatchObject({ 'deactivate left-list applied': 1 })
})

test('a chosen unit that is gone ends the run, also where everything is read', async () => {
  const company = await companyWithGuests()
  company.directory.remove(anchorOf(inside), { tombstone: false })
  expect(await company.run()).toMatchObject({ state: 'failed', fault: { code: 'unit-not-found' } })
})

test('a unit that loses many is held by itself, although everything was read as one', async () => {
  const company = await companyWithGuests()
  for (let at = 1; at <= 10; at++) company.directory.disable(anchorOf(named(`Person ${at}`, inside)))
  const run = await company.run()
  expect(run.holds.map(({ code, args }) => [code, args.scope])).toContainEqual(['scope-loses-all', inside])
})

test('the statement reaches whom the walk through the lists reaches, whatever is in what', async () => {
  const lists = ['A', 'B', 'C', 'D']
  const people = ['ann', 'bob', 'cid', 'dan']
  const graph = fc.array(fc.subarray([...lists, ...people]), { minLength: 4, maxLength: 4 })
  const property = fc.asyncProperty(graph, fc.subarray(lists, { minLength: 1 }), async (members, chosen) => {
    const company = new TestCompany()
    const { directory } = company
    directory.unit(inside)
    directory.unit(outside)
    directory.person('Somebody', inside)
    for (const name of people) directory.person(name, outside)
    for (const [at, name] of lists.entries()) directory.list(name, outside, members[at]?.map(one => named(one)) ?? [])
    await company.create(through(...chosen))
    const run = await company.run('preview')
    const rows = await company.plan(run.id)
    const walked = chosen.map(start =>
      effectiveMembers(start, {
        kindOf: key => (lists.includes(key) ? 'list' : 'person'),
        membersOf: list => members[lists.indexOf(list)] ?? [],
      }),
    )
    const expected = new Set(walked.flatMap(found => [...found.people]))
    expect(rows['add new-through-list planned'] ?? 0).toBe(expected.size)
    expect(rows['skip not-in-scope noted'] ?? 0).toBe(people.length - expected.size)
  })
  await fc.assert(property, { numRuns: 8 * env().ENROLLMENT_TEST_RUNS, seed: 20270301 })
})
