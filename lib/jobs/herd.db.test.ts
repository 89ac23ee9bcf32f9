import postgres, { type Sql } from 'postgres'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { addOrganizations, allDue } from '@/e2e/bench/schedules/due-organizations'
import { provideEnvironment } from '@/lib/env'
import { drain } from './drain'

vi.mock('./wake', () => ({ wake: async () => undefined }))

const organizations = 300
let database: TestDatabase
let owner: Sql
beforeAll(async () => {
  database = await testDatabase()
  provideEnvironment({ LOG_LEVEL: 'silent' })
  owner = postgres(database.ownerUrl, { max: 1, onnotice: () => {} })
  await addOrganizations(owner, organizations)
})
afterAll(async () => {
  await owner.end()
  await database.drop()
})

test('hundreds of companies that are due in the same moment each get their run, and no more connections than the pool has', async () => {
  await allDue(owner, organizations)
  let most = 0
  const watch = setInterval(async () => {
    const [row] = await owner<{ open: number }[]>`
      select count(*)::int as open from pg_stat_activity where datname = current_database() and usename = 'enrollment_portal'`
    most = Math.max(most, row?.open ?? 0)
  }, 200)
  const visits = await Promise.all([drain(50), drain(50), drain(50)])
  clearInterval(watch)
  const sum = (what: 'started' | 'errors' | 'ended') => visits.reduce((total, visit) => total + visit[what], 0)
  expect([sum('started'), sum('errors'), sum('ended')]).toEqual([organizations, 0, organizations])
  expect(most).toBeGreaterThan(0)
  expect(most).toBeLessThanOrEqual(10)
  const runs = await owner`select connector_id from runs group by connector_id having count(*) = 1`
  expect(runs).toHaveLength(organizations)
})
