import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { world } from '@/lib/directory/testing/world'
import { provideEnvironment } from '@/lib/env'
import { inOrganization } from '@/lib/store/organization'
import { readRun } from '@/lib/store/runs'
import { given, Lab } from './testing/lab'
import { workOnRun } from './work-on-run'

vi.mock('./wake', () => ({ wake: async () => undefined }))

let database: TestDatabase
const labs: Lab[] = []

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())
afterEach(async () => {
  provideEnvironment({ ENROLLMENT_RUN_HOURS: '' })
  for (const lab of labs.splice(0)) await lab.close()
})

/** A run at a directory that accepts the sign-in and then says nothing more. */
async function stalled(): Promise<{ lab: Lab; runId: string; asked: Promise<void> }> {
  let ask = () => {}
  const asked = new Promise<void>(resolve => {
    ask = resolve
  })
  const lab = await Lab.open({ world: world(3), search: () => ask() })
  labs.push(lab)
  provideEnvironment({ ENROLLMENT_DIRECTORY_PORTS: labs.map(({ server }) => server.port).join() })
  await lab.goLive('right')
  const { runId } = given(await lab.start('manual'))
  return { lab, runId, asked }
}
const work = ({ lab, runId }: { lab: Lab; runId: string }, stopping = lab.stopping) =>
  workOnRun({ organizationId: lab.organizationId, id: runId }, 'worker', stopping)
const read = ({ lab, runId }: { lab: Lab; runId: string }) =>
  inOrganization(lab.organizationId, tx => readRun(tx, runId))

test('a run at a directory that never answers is ended when its time is up, while somebody is at work on it', async () => {
  const run = await stalled()
  provideEnvironment({ ENROLLMENT_RUN_HOURS: String(2 / 3600) })
  const began = performance.now()
  expect(await work(run)).toBe('paused')
  expect(performance.now() - began).toBeGreaterThan(1_500)
  expect(await work(run)).toBe('failed')
  expect(await read(run)).toMatchObject({ fault: { code: 'took-too-long' }, leaseUntil: null })
})

test('a slow directory takes two places of a worker and no more: who else wants it waits without holding anything', async () => {
  const [first, second, third] = [await stalled(), await stalled(), await stalled()]
  const stopping = new AbortController()
  const atWork = [work(first, stopping.signal), work(second, stopping.signal)]
  await Promise.all([first.asked, second.asked])
  expect(await work(third)).toBe('left')
  expect(await read(third)).toMatchObject({ state: 'queued', leaseUntil: null, leaseOwner: null })
  stopping.abort()
  expect(await Promise.all(atWork)).toEqual(['paused', 'paused'])
  const [one] = await inOrganization(third.lab.organizationId, tx =>
    tx.execute<{ takeovers: number }>(sql`select takeovers from runs where id = ${third.runId}`),
  )
  expect(one?.takeovers, 'to be left counts against nobody').toBe(0)
})
