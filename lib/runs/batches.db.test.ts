import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { forgetEnvironment } from '@/lib/env'
import { stopWaking } from '@/lib/jobs/wake'
import { TestCompany } from './testing/company'
import { fakeBase } from './testing/fake-source'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
  // biome-ignore lint/style/noProcessEnv: a test stands in for whoever starts the worker
  process.env.ENROLLMENT_APPLY_BATCH = '10'
  forgetEnvironment()
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})

test('a batch reads its own rows and not the whole plan, although the server knows nothing of a plan just made', async () => {
  const people = 600
  const company = new TestCompany()
  await company.create()
  for (let at = 1; at <= people; at++) company.directory.person(`Person ${at}`, fakeBase)
  const preview = await company.run('preview')
  const before = await rowsRead(company)
  await company.approve(preview)
  // Judging and reporting go through the plan some times as a whole. Were each of the 60 batches to do so, it would be 60 more.
  expect((await rowsRead(company)) - before).toBeLessThan(20 * people)
})

/** Rows of plans that statements have looked at so far. */
async function rowsRead(company: TestCompany): Promise<number> {
  await company.sql(sql`select pg_stat_force_next_flush()`)
  const [row] = await company.sql<{ rows: number }>(sql`
    select (seq_tup_read + coalesce(idx_tup_fetch, 0))::int as rows from pg_stat_user_tables where relname = 'changes'`)
  return row?.rows ?? 0
}
