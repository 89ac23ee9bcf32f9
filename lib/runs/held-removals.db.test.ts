import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { provideEnvironment } from '@/lib/env'
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

const person = (at: number) => anchorOf(`CN=Person ${at},${fakeBase}`)
const codes = ({ holds }: { holds: readonly { code: string }[] }) => holds.map(({ code }) => code)

async function companyOf(people: number, settings = {}): Promise<TestCompany> {
  const company = new TestCompany()
  await company.create(settings)
  await company.synchronized(people)
  return company
}

const disable = (company: TestCompany, from: number, to: number) => {
  for (let at = from; at <= to; at++) company.directory.disable(person(at))
}

/** Why rows of a state are there, with the person each depends on. */
const heldBecause = (company: TestCompany, runId: string) =>
  company.sql<{ name: string; on: string }>(sql`
    select display_name as name, because -> 'args' ->> 'person' as on from changes
    where run_id = ${runId} and state = 'held' and reason = 'depends-on-held' order by display_name`)

test('beside held removals the rest goes on, except what builds on one of them', async () => {
  const company = await companyOf(40)
  const { directory } = company
  disable(company, 1, 7)
  directory.set(person(20), { manager: `CN=Person 3,${fakeBase}` })
  directory.set(person(21), { title: 'Judge' })
  directory.unit(`OU=Again,${fakeBase}`)
  directory.person('Person 1', `OU=Again,${fakeBase}`, { mail: `again@${directory.domain}` })
  directory.person('New Person', fakeBase)
  const run = await company.run()
  expect(run).toMatchObject({ state: 'held', removals: 7, report: { added: 1, updated: 1 } })
  expect(await heldBecause(company, run.id)).toEqual([
    { name: 'Person 1', on: 'Person 1' },
    { name: 'Person 20', on: 'Person 3' },
  ])
  const applied = await company.approve(run)
  expect(applied).toMatchObject({ state: 'finished', report: { deactivatedRead: 7, added: 1, updated: 1 } })
})

test('people of a unit that was taken out of the settings are a scope of their own: all of them wait', async () => {
  const company = new TestCompany()
  const { directory } = company
  const rules = ['Sales', 'Law'].map(name => ({
    anchor: directory.unit(`OU=${name},${fakeBase}`),
    dn: `OU=${name},${fakeBase}`,
    effect: 'include',
  }))
  await company.create({ organizationalUnits: { mode: 'chosen', rules } })
  for (let at = 1; at <= 200; at++) directory.person(`Seller ${at}`, `OU=Sales,${fakeBase}`)
  for (let at = 1; at <= 4; at++) directory.person(`Lawyer ${at}`, `OU=Law,${fakeBase}`)
  await company.approve(await company.run('preview'))
  await company.changeSettings({ organizationalUnits: { mode: 'chosen', rules: rules.slice(0, 1) } })
  const run = await company.run()
  expect(codes(run)).toEqual(['scope-loses-all'])
  expect(run).toMatchObject({ state: 'held', removals: 4 })
})

test('within seven days a fifth of the people at their start is the most, however many came since', async () => {
  const company = await companyOf(60)
  const { directory } = company
  for (let round = 0; round < 2; round++) {
    disable(company, round * 5 + 1, round * 5 + 5)
    expect(await company.run()).toMatchObject({ state: 'finished' })
  }
  // 40 newcomers make 20 % of the present company more than ten, and not of the company as it was.
  for (let at = 1; at <= 40; at++) directory.person(`Newcomer ${at}`, fakeBase)
  expect(await company.run()).toMatchObject({ state: 'finished', report: { added: 40 } })
  disable(company, 11, 13)
  const run = await company.run()
  expect(run.holds).toMatchObject([{ code: 'removals-over-window', args: { removals: 13, linked: 60, percent: 20 } }])
})

test('a company that lowered its limits is asked earlier', async () => {
  const company = await companyOf(400, { safety: { removalsPercent: 2 } })
  disable(company, 1, 8)
  expect(await company.run()).toMatchObject({ state: 'finished' })
  disable(company, 9, 17)
  expect((await company.run()).holds).toMatchObject([
    { code: 'removals-over-limit', args: { removals: 9, linked: 392, limit: 7 } },
  ])
})

test('a mapping that would clear a field of many people holds everything', async () => {
  const company = new TestCompany()
  await company.create()
  for (let at = 1; at <= 40; at++) company.directory.person(`Person ${at}`, fakeBase, { title: 'Clerk' })
  await company.approve(await company.run('preview'))
  const title = {
    source: { kind: 'attributes', names: ['titel'] },
    policy: 'directory-wins',
    ifEmpty: { kind: 'clear' },
  }
  await company.changeSettings({ mapping: { fields: { title } } })
  const run = await company.run()
  expect(run).toMatchObject({
    state: 'held',
    holds: [{ code: 'mass-clearing', args: { field: 'title', changes: 40 } }],
  })
  expect(await company.sql(sql`select count(*)::int as n from accounts where title = 'Clerk'`)).toEqual([{ n: 40 }])
})

test('held removals are superseded by the next plan, which never holds more than what it found itself', async () => {
  const company = await companyOf(40)
  disable(company, 1, 7)
  const first = await company.run()
  company.directory.enable(person(1))
  company.directory.disable(person(8))
  const second = await company.run()
  expect((await company.read(first.id)).state).toBe('superseded')
  expect(second).toMatchObject({ state: 'held', removals: 7 })
  expect(second.planHash).not.toBe(first.planHash)
  await expect(company.approve(first)).rejects.toThrow('run-not-waiting')
})

test('a configuration that goes live while a run is at work lets it remove nobody', async () => {
  const company = await companyOf(20)
  disable(company, 1, 2)
  company.directory.person('New Person', fakeBase)
  let changed = false
  const failpoint = async (point: string) => {
    if (point !== 'part-staged' || changed) return
    changed = true
    await company.changeSettings({ leaving: { disabled: 'leave-alone' } })
  }
  const run = await company.run('synchronize', { failpoint })
  expect(run).toMatchObject({ state: 'held', removals: 2, report: { added: 1 } })
  expect(run.holds).toMatchObject([{ code: 'configuration-changed', args: { used: 1, live: 2 } }])
  expect(await company.run()).toMatchObject({ state: 'finished', report: { deactivatedRead: 0 } })
})

test('a configuration that goes live while a plan is carried out lets what is left of it remove nobody', async () => {
  const company = await companyOf(20)
  disable(company, 1, 3)
  company.directory.person('New Person', fakeBase)
  let batches = 0
  const failpoint = async (point: string) => {
    if (point !== 'batch-committed' || ++batches > 1) return
    await company.changeSettings({ leaving: { disabled: 'leave-alone' } })
  }
  const run = await inBatchesOf(1, () => company.run('synchronize', { failpoint }))
  expect(run).toMatchObject({ state: 'held', removals: 2, report: { added: 1, deactivatedRead: 1, heldRead: 2 } })
  expect(run.holds).toMatchObject([{ code: 'configuration-changed', args: { used: 1, live: 2 } }])
  expect(run.progress).toEqual({ done: 2, total: 2 })
  expect(await company.run()).toMatchObject({ state: 'finished', report: { deactivatedRead: 0 } })
})

/** Rows that are carried out per transaction. */
async function inBatchesOf<T>(rows: number, work: () => Promise<T>): Promise<T> {
  provideEnvironment({ ENROLLMENT_APPLY_BATCH: String(rows) })
  try {
    return await work()
  } finally {
    provideEnvironment({ ENROLLMENT_APPLY_BATCH: '' })
  }
}
