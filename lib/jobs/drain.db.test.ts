import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { saveSchedule } from '@/lib/connectors/save-schedule'
import type { Script } from '@/lib/directory/testing/scripted-server'
import { world } from '@/lib/directory/testing/world'
import { forgetEnvironment } from '@/lib/env'
import { approveRun } from '@/lib/runs/approve-run'
import { startRun } from '@/lib/runs/start-run'
import { inOrganization } from '@/lib/store/organization'
import { listRuns } from '@/lib/store/runs'
import { drain } from './drain'
import { given, Lab } from './testing/lab'

vi.mock('./wake', () => ({ wake: async () => undefined }))

const settings = { full: { every: 'hours', count: 1, at: '00:00' }, startsOn: '2026-01-01' }
let database: TestDatabase
let lab: Lab
beforeAll(async () => {
  database = await testDatabase()
  // biome-ignore lint/style/noProcessEnv: a test stands in for the operator
  process.env.ENROLLMENT_SPREAD_SECONDS = '0'
  forgetEnvironment()
})
afterAll(() => database.drop())
beforeEach(async () => {
  lab = await synchronized({ world: world(5) })
})
afterEach(() => lab.close())

/** A live connector after its first approved run, with an hourly schedule. */
async function synchronized(script: Script): Promise<Lab> {
  const made = await Lab.open(script)
  const { organizationId, connectorId, actor } = made
  await made.goLive('right')
  const order = { connectorId, kind: 'preview', cause: 'manual', requestedBy: actor.id } as const
  const preview = await made.workOff(given(await startRun(organizationId, order)))
  const plan = { runId: preview?.id ?? '', planHash: preview?.planHash ?? '', removals: preview?.removals ?? -1 }
  const approved = await approveRun(organizationId, { ...plan, reason: 'ok', approvedBy: actor.id })
  expect(await made.workOff(given(approved))).toMatchObject({ state: 'finished' })
  given(await saveSchedule(organizationId, actor, connectorId, { settings }))
  return made
}

const statement = (text: ReturnType<typeof sql>) => inOrganization(lab.organizationId, tx => tx.execute(text))
const isDue = () =>
  statement(sql`update schedule_clocks set next_for = date_trunc('hour', now()), due_at = date_trunc('hour', now())
    where kind = 'full'`)
const scheduled = async () =>
  (await inOrganization(lab.organizationId, tx => listRuns(tx, { limit: 50 }))).filter(run => run.cause === 'scheduled')

test('a visit starts what is due, carries it to its end and tells how much it did', async () => {
  await isDue()
  expect(await drain(30)).toMatchObject({ started: 1, ended: 1, errors: 0, remaining: 0 })
  expect(await scheduled()).toMatchObject([{ state: 'finished', fault: null, missed: 0 }])
  expect(await drain(30)).toMatchObject({ started: 0, ended: 0, remaining: 0 })
})

test('twenty visits at the same time do together what one would have done', async () => {
  await isDue()
  const visits = await Promise.all(Array.from({ length: 20 }, () => drain(30)))
  const sum = (what: 'started' | 'ended' | 'errors') => visits.reduce((total, visit) => total + visit[what], 0)
  expect([sum('started'), sum('ended'), sum('errors')]).toEqual([1, 1, 0])
  expect(await scheduled()).toHaveLength(1)
})

test('a visit without time leaves everything to the next one', async () => {
  await isDue()
  expect(await drain(0)).toMatchObject({ started: 0, ended: 0, remaining: 1 })
  expect(await drain(30)).toMatchObject({ started: 1, ended: 1, remaining: 0 })
})

test('a visit that is killed after it started a run, or while it worked on it, loses nothing', async () => {
  await isDue()
  lab.server.script.search = (_, answer) => answer.cut()
  expect(await drain(30)).toMatchObject({ started: 1, paused: 1 })
  // The host took the function away: its claim stands until it runs out, and nobody gives it back.
  await statement(sql`update runs set retry_at = null, lease_owner = 'cron', lease_until = now() + interval '1 hour'
    where cause = 'scheduled'`)
  delete lab.server.script.search
  expect(await drain(30)).toMatchObject({ started: 0, ended: 0, remaining: 0 })
  await statement(sql`update runs set lease_until = now() - interval '1 second' where cause = 'scheduled'`)
  expect(await drain(30)).toMatchObject({ ended: 1, remaining: 0 })
  expect(await scheduled()).toMatchObject([{ state: 'finished', takeovers: 1 }])
})

test('a run that killed five workers ends as failed instead of killing a sixth', async () => {
  await isDue()
  await drain(0)
  lab.server.script.search = (_, answer) => answer.cut()
  await drain(30)
  await statement(sql`update runs set retry_at = null, takeovers = 4, lease_until = now() - interval '1 second'
    where cause = 'scheduled'`)
  await drain(30)
  expect(await scheduled()).toMatchObject([{ state: 'failed', fault: { code: 'workers-died', args: { workers: 5 } } }])
})

test('a run that is at work for longer than any may is ended, wherever it is', async () => {
  await isDue()
  lab.server.script.search = (_, answer) => answer.cut()
  await drain(30)
  await statement(
    sql`update runs set retry_at = null, started_at = now() - interval '13 hours' where cause = 'scheduled'`,
  )
  await drain(30)
  expect(await scheduled()).toMatchObject([{ state: 'failed', fault: { code: 'took-too-long' } }])
})
