import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { stopWaking } from '@/lib/jobs/wake'
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

const sales = `OU=Sales,${fakeBase}`
const team = `OU=Team,${sales}`
const person = (at: number) => anchorOf(`CN=Person ${at},${fakeBase}`)
const included = (newUnits: string) => ({
  organizationalUnits: {
    mode: 'chosen',
    newUnits,
    rules: [{ anchor: anchorOf(fakeBase), dn: fakeBase, effect: 'include' }],
  },
})

async function companyThat(newUnits: string): Promise<TestCompany> {
  const company = new TestCompany()
  await company.create(included(newUnits))
  await company.synchronized(20)
  return company
}

test('people of a new unit wait until somebody decides, and whoever moved into it keeps everything', async () => {
  const company = await companyThat('ask')
  const { directory } = company
  directory.unit(sales)
  directory.unit(team)
  directory.person('Newcomer', team)
  directory.move(person(1), sales)
  directory.move(person(2), team)
  directory.set(person(1), { title: 'Seller' })
  for (const _ of ['once', 'and again']) {
    const run = await company.run()
    expect(await company.plan(run.id)).toEqual({ 'skip new-unit-undecided noted': 3 })
    expect(run.notices).toEqual([{ code: 'unit-is-new', args: { unit: sales, people: 3 } }])
  }
  expect((await company.accounts()).get('person.1')).toMatchObject({ active: true })

  directory.disable(person(2))
  const disabled = await company.run()
  expect(await company.plan(disabled.id)).toMatchObject({ 'deactivate disabled-in-directory applied': 1 })

  const rules = [
    ...included('ask').organizationalUnits.rules,
    { anchor: anchorOf(sales), dn: sales, effect: 'include' },
  ]
  await company.changeSettings({ organizationalUnits: { mode: 'chosen', newUnits: 'ask', rules } })
  const decided = await company.run()
  expect(await company.plan(decided.id)).toEqual({
    'add new-in-scope applied': 1,
    'update attributes-differ applied': 1,
  })
  expect(decided.notices).toEqual([])
})

test('a unit that only moved or was renamed is asked about by nobody', async () => {
  const company = new TestCompany()
  const { directory } = company
  await company.create(included('ask'))
  directory.unit(sales)
  directory.unit(team)
  directory.person('Seller', team)
  await company.synchronized(5)
  directory.move(anchorOf(team), fakeBase)
  expect(await company.run()).toMatchObject({ notices: [], report: { unchanged: 6 } })
})

test('left out by the settings, its people stay out, and whoever moved there is outside now', async () => {
  const company = await companyThat('exclude')
  company.directory.unit(sales)
  company.directory.person('Newcomer', sales)
  company.directory.move(person(1), sales)
  const run = await company.run()
  expect(run.notices).toEqual([])
  expect(await company.plan(run.id)).toEqual({
    'deactivate moved-out-of-scope applied': 1,
    'skip new-unit-excluded noted': 1,
  })
})

test('what nobody said anything about is included, as ever', async () => {
  const company = new TestCompany()
  await company.create()
  await company.synchronized(5)
  company.directory.unit(sales)
  company.directory.person('Newcomer', sales)
  expect(await company.plan((await company.run()).id)).toEqual({ 'add new-in-scope applied': 1 })
})

test('a unit that came between the preview and its approval is new; a preview alone makes nothing known', async () => {
  const company = new TestCompany()
  const { directory } = company
  await company.create(included('ask'))
  directory.person('First', fakeBase)
  const preview = await company.run('preview')
  expect(await company.sql(sql`select count(*)::int as n from known_units`)).toEqual([{ n: 0 }])
  directory.unit(sales)
  directory.person('Newcomer', sales)
  const approved = await company.approve(preview)
  expect(approved.notices).toEqual([{ code: 'unit-is-new', args: { unit: sales, people: 1 } }])
  expect(await company.plan((await company.run()).id)).toEqual({ 'skip new-unit-undecided noted': 1 })
})

test('a quick run asks as a full one does', async () => {
  const company = await companyThat('ask')
  company.directory.unit(sales)
  company.directory.person('Newcomer', sales)
  const run = await company.runQuickly()
  expect(run.notices).toHaveLength(1)
})
