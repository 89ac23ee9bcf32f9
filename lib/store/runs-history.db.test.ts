import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { stopWaking } from '@/lib/jobs/wake'
import { TestCompany } from '@/lib/runs/testing/company'
import { inOrganization } from './organization'
import { listRunDays } from './run-days'
import { pageOfRuns, type RunFilter } from './runs-history'

let database: TestDatabase
let company: TestCompany
beforeAll(async () => {
  database = await testDatabase()
  company = new TestCompany()
  await company.create()
  await company.synchronized(6)
  // Later runs as the history has them: each a day apart, and not all of them well.
  await company.sql(sql`
    insert into runs (organization_id, id, number, connector_id, connector_version, kind, cause, state, first, requested_by,
      report, created_at, finished_at)
    select organization_id, gen_random_uuid(), 100 + i, connector_id, 1, case when i = 6 then 'preview' else 'synchronize' end,
      'scheduled', (array['finished', 'failed', 'held', 'cancelled', 'finished', 'previewed'])[i], false, 'schedule',
      case when i in (1, 5) then report || jsonb_build_object('added', 0, 'linked', 0, 'updated', i - 1, 'deactivatedRead', 0,
        'deactivatedAbsent', i - 1, 'problems', 0) end,
      now() - i * interval '1 day', now() - i * interval '1 day'
    from runs, generate_series(1, 6) i where kind = 'approved'`)
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})

const numbers = async (filter: RunFilter, below?: number) => {
  const { rows } = await inOrganization(company.organizationId, tx => pageOfRuns(tx, filter, { limit: 50, below }))
  return rows.map(({ number }) => number).filter(number => number > 100)
}

test('runs are narrowed by how they ended, what they were and what they did', async () => {
  expect(await numbers({})).toEqual([106, 105, 104, 103, 102, 101])
  expect(await numbers({ result: 'finished' })).toEqual([105, 101])
  expect(await numbers({ result: 'waiting' })).toEqual([106, 103])
  expect(await numbers({ result: 'failed' })).toEqual([102])
  expect(await numbers({ result: 'other' })).toEqual([104])
  expect(await numbers({ kind: 'preview' })).toEqual([106])
  expect(await numbers({ having: 'changes' })).toEqual([105])
  expect(await numbers({ having: 'deactivations', result: 'finished' })).toEqual([105])
  expect(await numbers({ having: 'problems' })).toEqual([])
  expect(await numbers({}, 104)).toEqual([103, 102, 101])
})

test('a day leads to exactly the runs that it counts, and the plan of a revert is none of them', async () => {
  const timeZone = 'UTC'
  const [{ id: reverted = '' } = {}] = await company.sql<{ id: string }>(
    sql`select id from runs where kind = 'approved'`,
  )
  await company.sql(sql`
    insert into runs (organization_id, id, number, connector_id, connector_version, kind, cause, state, first, requested_by,
      reverts_run_id, report, created_at, finished_at)
    select organization_id, gen_random_uuid(), 90, connector_id, 1, 'revert', 'manual', 'rejected', false, 'Ann', ${reverted},
      report, now() - interval '1 day', now() - interval '1 day' from runs where kind = 'approved'`)
  const days = await inOrganization(company.organizationId, tx => listRunDays(tx, { timeZone, days: 30 }))
  for (const { day, runs } of days) {
    const page = await inOrganization(company.organizationId, tx =>
      pageOfRuns(tx, { day: { day, timeZone } }, { limit: 50 }),
    )
    expect(page.rows).toHaveLength(runs)
    expect(page.rows.map(({ kind }) => kind)).not.toContain('preview')
  }
})

test('the oldest of the days is counted from its midnight on in the time zone, and what ran just before it is not', async () => {
  const timeZone = 'Asia/Kathmandu'
  await company.sql(sql`
    with oldest as (select (date_trunc('day', now() at time zone ${timeZone}) - interval '59 days') at time zone ${timeZone} as midnight)
    insert into runs (organization_id, id, number, connector_id, connector_version, kind, cause, state, first, requested_by,
      created_at, finished_at)
    select organization_id, gen_random_uuid(), 80 + i, connector_id, 1, 'synchronize', 'scheduled', 'failed', false, 'schedule',
      midnight - i * interval '1 minute', midnight - i * interval '1 minute'
    from runs, oldest, generate_series(0, 1) i where kind = 'approved'`)
  const found = await inOrganization(company.organizationId, tx => listRunDays(tx, { timeZone, days: 60 }))
  const today = new Intl.DateTimeFormat('en-CA', { timeZone }).format(new Date())
  const oldest = new Date(Date.parse(`${today}T00:00:00Z`) - 59 * 86_400_000).toISOString().slice(0, 10)
  expect(found[0]).toMatchObject({ day: oldest, runs: 1 })
})

test('a page says whether there are older runs', async () => {
  const page = (limit: number, below?: number) =>
    inOrganization(company.organizationId, tx => pageOfRuns(tx, {}, { limit, below }))
  expect((await page(2)).more).toBe(true)
  const all = await page(50)
  expect(all.more).toBe(false)
  expect((await page(50, all.rows.at(-1)?.number)).rows).toEqual([])
})

test('days are the organization’s, count what was changed, and leave previews out', async () => {
  const days = (timeZone: string) =>
    inOrganization(company.organizationId, tx => listRunDays(tx, { timeZone, days: 30 }))
  const known = await days('UTC')
  expect(known).toHaveLength(6)
  expect(known.at(-1)).toMatchObject({ added: 6, failed: 0 })
  expect(known.map(({ failed, held }) => [failed, held])).toEqual([
    [0, 0],
    [0, 0],
    [0, 1],
    [1, 0],
    [0, 0],
    [0, 0],
  ])
  expect(known[0]).toMatchObject({ runs: 1, updated: 4, deactivated: 4 })
  const sum = (all: typeof known) => all.reduce((total, day) => total + day.runs, 0)
  expect(sum(await days('Pacific/Kiritimati'))).toBe(sum(known))
})
