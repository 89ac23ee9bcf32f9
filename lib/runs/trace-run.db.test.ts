import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import type { Anchor } from '@/lib/directory/anchor'
import { stopWaking } from '@/lib/jobs/wake'
import { inOrganization } from '@/lib/store/organization'
import type { Run } from '@/lib/store/runs'
import { deleteOldSnapshots } from '@/lib/store/snapshots'
import type { Trace } from '@/lib/sync/trace'
import { TestCompany } from './testing/company'
import { anchorOf, fakeBase } from './testing/fake-source'
import { findPeopleOfRun, traceOfRun } from './trace-run'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})

const person = (at: number) => anchorOf(`CN=Person ${at},${fakeBase}`)
const trace = (company: TestCompany, run: Pick<Run, 'id'>, anchor: Anchor) =>
  inOrganization(company.organizationId, tx => traceOfRun(tx, run.id, anchor))
const find = (company: TestCompany, run: Pick<Run, 'id'>, query: string) =>
  inOrganization(company.organizationId, tx => findPeopleOfRun(tx, run.id, query))
const codes = (found: Trace | null) => found?.steps.map(step => `${step.outcome} ${step.because.code}`)

type Row = { anchor: Anchor; kind: string; because: object; before: object; after: object; unit: string }
const rowsOf = (company: TestCompany, run: Pick<Run, 'id'>) =>
  company.sql<Row>(sql`select anchor, kind, because, before, after, unit from changes where run_id = ${run.id}`)

/** A company of thirty in which everything happens once. */
async function eventful(): Promise<{ company: TestCompany; run: Run }> {
  const company = new TestCompany()
  await company.create()
  const drivers = `OU=Drivers,${fakeBase}`
  company.directory.unit(drivers)
  await company.synchronized(30)
  const { directory } = company
  directory.person('New Person', fakeBase)
  directory.person('Nobody', fakeBase, { mail: null })
  directory.person('Twin', fakeBase, { mail: `person.9@${directory.domain}` })
  directory.disable(person(1))
  directory.set(person(2), { title: 'Driver', manager: `CN=Person 3,${fakeBase}` })
  directory.remove(person(4), { tombstone: true })
  directory.remove(person(5), { tombstone: false })
  directory.move(person(6), drivers)
  return { company, run: await company.run() }
}

test('every row of a run is explained by its own facts, also after the run has changed the accounts', async () => {
  const { company, run } = await eventful()
  expect(run.state).toBe('finished')
  const rows = await rowsOf(company, run)
  expect(rows.length).toBe(7)
  for (const { anchor, kind, because, before, after, unit } of rows) {
    const found = await trace(company, run, anchor)
    expect(found?.change).toMatchObject({ kind, because, before, after, unit })
    expect(found?.steps.find(step => step.stage === 'planned')?.because).toEqual(because)
  }
  expect(codes(await trace(company, run, person(2)))).toEqual([
    'passed found-in-read',
    'passed every-unit-included',
    'passed values-usable',
    'passed joined-by-guid',
    'passed no-exclusion',
    'passed attributes-differ',
    'passed carried-out',
  ])
})

test('who is in no row is explained too: unchanged, gone already, or changed since', async () => {
  const { company, run } = await eventful()
  expect(codes(await trace(company, run, person(7)))?.at(5)).toBe('passed nothing-different')
  const next = await company.run()
  expect(codes(await trace(company, next, person(4)))?.at(5)).toBe('passed already-done')
  await company.sql(sql`update accounts set attributes = attributes || '{"displayName": "By hand"}'
    where id = (select account_id from joins where anchor = ${person(7)})`)
  expect(codes(await trace(company, next, person(7)))?.at(5)).toBe('passed different-since')
  expect(await trace(company, next, anchorOf('nobody at all'))).toBeNull()
})

test('when the read is no longer kept, the plan still tells what was decided and why', async () => {
  const { company, run } = await eventful()
  await company.run()
  await inOrganization(company.organizationId, tx => deleteOldSnapshots(tx, company.connectorId, 1))
  const found = await trace(company, run, person(1))
  expect(codes(found)).toEqual([
    'stopped disabled-in-directory',
    'not-asked read-not-kept',
    'not-asked read-not-kept',
    'not-asked read-not-kept',
    'not-asked read-not-kept',
    'passed disabled-in-directory',
    'passed carried-out',
  ])
  // Whoever was absent is explained by what was kept with the row.
  expect(codes(await trace(company, run, person(5)))?.[0]).toBe('stopped absent-first-time')
})

test('people are found by GUID, address, and a part of a name, whether they were read or not', async () => {
  const { company, run } = await eventful()
  const names = async (query: string) => (await find(company, run, query))?.map(one => one.displayName)
  expect(await names(person(2))).toEqual(['Person 2'])
  expect(await names(`{${person(4).toUpperCase()}}`)).toEqual(['Person 4'])
  expect(await names(` PERSON.3@${company.directory.domain} `)).toEqual(['Person 3'])
  expect(await names('nobody')).toEqual(['Nobody'])
  expect((await names('person 1'))?.[0]).toBe('Person 1')
  expect(await names('person 5')).toEqual(['Person 5'])
  expect(await names(`%' or true --`)).toEqual([])
  expect(await names('  ')).toEqual([])
})

test('another organization finds nobody and sees no trace', async () => {
  const { run } = await eventful()
  const other = new TestCompany()
  await other.create()
  expect(await find(other, run, 'person')).toBeNull()
  expect(await trace(other, run, person(1))).toBeNull()
})
