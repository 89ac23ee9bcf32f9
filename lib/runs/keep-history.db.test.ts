import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { partsOfRuns } from '@/lib/store/history'
import { acrossOrganizations, inOrganization } from '@/lib/store/organization'
import { readRun, updateRun } from '@/lib/store/runs'
import { keepHistory } from './keep-history'
import { TestCompany } from './testing/company'
import { fakeBase } from './testing/fake-source'

let database: TestDatabase
let company: TestCompany
const day = 86_400_000

beforeAll(async () => {
  database = await testDatabase()
  company = new TestCompany()
  await company.create()
  company.directory.person('Ada Lovelace', fakeBase)
})
afterAll(() => database.drop())

/** Ends a preview, as if it had been so many days ago. */
async function endedBefore(days: number): Promise<string> {
  const { id } = await company.run('preview')
  await inOrganization(company.organizationId, tx =>
    updateRun(tx, id, { state: 'rejected', finishedAt: new Date(Date.now() - days * day) }),
  )
  return id
}

const kept = (id: string) => inOrganization(company.organizationId, async tx => (await readRun(tx, id)) !== null)

test('history is kept as long as the operator says; the newest runs of a connector stay whatever their age', async () => {
  const old = [await endedBefore(900), await endedBefore(800)]
  const stays: string[] = []
  for (let run = 0; run < 20; run++) stays.push(await endedBefore(700))
  await keepHistory()
  expect(await Promise.all(old.map(kept))).toEqual([false, false])
  expect(await Promise.all(stays.map(kept))).toEqual(stays.map(() => true))
  await keepHistory()
  const audits = await acrossOrganizations('test', tx =>
    tx.execute(sql`select details from audit_entries where event = 'history.deleted'`),
  )
  expect(audits.map(row => JSON.parse(String(row.details)).runs)).toEqual([2])
})

test('a plan that waits for somebody is not history, however old it is', async () => {
  const id = await endedBefore(900)
  for (let run = 0; run < 20; run++) await endedBefore(1)
  await inOrganization(company.organizationId, tx => updateRun(tx, id, { state: 'held' }))
  await keepHistory()
  expect(await kept(id)).toBe(true)
})

test('everything that belongs to a run goes with it: no table with a run is forgotten', async () => {
  const rows = await acrossOrganizations('test', tx =>
    tx.execute<{ name: string }>(sql`
      select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'run_id'`),
  )
  // An open question names the run that last asked it, an alert the one that last met its cause; they outlive that run.
  const outliving = ['alerts', 'audit_entries', 'join_cases', 'known_units', 'outbox']
  const listed = partsOfRuns.map(table => table[Symbol.for('drizzle:Name') as never] as string)
  expect(rows.map(row => row.name).sort()).toEqual([...listed, ...outliving].sort())
})
