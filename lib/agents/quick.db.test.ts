import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import type { DirectorySource } from '@/lib/directory/source'
import { env } from '@/lib/env'
import { stopWaking } from '@/lib/jobs/wake'
import { TestCompany } from '@/lib/runs/testing/company'
import { begin, importOnly, type Story, story, unitsOf } from '@/lib/runs/testing/quick-stories'
import { snapshotOf, snapshotRows } from '@/lib/runs/testing/snapshot-rows'
import { AgentLab, type TestAgent } from './testing/agent-lab'

let database: TestDatabase
let tenant: TestCompany
let lab: AgentLab
let agent: TestAgent
beforeAll(async () => {
  database = await testDatabase()
  tenant = new TestCompany()
  await tenant.create()
  lab = await AgentLab.open(tenant)
  agent = await lab.enroll('LON-1')
})
afterEach(() => lab.stopAll())
afterAll(async () => {
  await lab?.close()
  await stopWaking()
  await database.drop()
})

const through = (runId: string) => lab.source(runId)
const forget = (runId: string) => tenant.sql(sql`delete from snapshots where run_id = ${runId}`)
const endRuns = () => tenant.sql(sql`update runs set state = 'cancelled' where state <> 'cancelled'`)
const unreadable = { fault: { code: 'agent-answer-unreadable' } }
const anyStory = (method: Story['method'], chosen: Story['chosen'] = null): Story => ({
  ...{ method, chosen },
  rounds: [
    [
      { kind: 'setMail', one: 3, other: 7 },
      { kind: 'hire', one: 1, other: 8 },
      { kind: 'delete', one: 9, other: 0 },
    ],
  ],
})

const count = new Map<string, number>()

/** Each round is read quickly by the portal itself and through the agent, both going on from the same snapshot. */
async function tell(told: Story): Promise<void> {
  await tenant.changeSettings({ organizationalUnits: unitsOf(told) })
  const { sample, source, world } = await begin(told)
  const running = lab.run(agent, source)
  try {
    await importOnly(tenant, through, { quick: false })
    for (const changes of told.rounds) {
      for (const one of changes) world.change(one)
      const cloud = await importOnly(tenant, () => source, { quick: true })
      const wanted = { rows: await snapshotRows(tenant, cloud.id), method: (await snapshotOf(tenant, cloud.id)).method }
      await forget(cloud.id)
      const run = await importOnly(tenant, through, { quick: true })
      expect(run.fullBecause).toEqual(cloud.fullBecause)
      expect(await snapshotRows(tenant, run.id)).toEqual(wanted.rows)
      expect((await snapshotOf(tenant, run.id)).method).toBe(wanted.method)
      const what = run.fullBecause ? 'full' : told.method
      count.set(what, (count.get(what) ?? 0) + 1)
    }
  } finally {
    await lab.stop(running)
    await sample.stop()
  }
}

test('whatever administrators did, a quick import through an agent leaves the snapshot that the portal’s own would', {
  timeout: 180_000 * env().ENROLLMENT_TEST_RUNS,
}, async () => {
  for (const method of ['dirsync', 'usn', 'sweep'] as const) await tell(anyStory(method))
  await fc.assert(fc.asyncProperty(story, tell), { seed: 20270402, numRuns: 2 * env().ENROLLMENT_TEST_RUNS })
  for (const method of ['dirsync', 'usn', 'sweep']) expect(count.get(method) ?? 0).toBeGreaterThanOrEqual(1)
})

test('a controller that was restored from a backup is read in full through an agent, too', async () => {
  await tenant.changeSettings({})
  const { sample, source, world } = await begin(anyStory('usn'))
  lab.run(agent, source)
  await importOnly(tenant, through, { quick: false })
  sample.directory.restore()
  world.change({ kind: 'setMail', one: 1, other: 1 })
  const run = await importOnly(tenant, through, { quick: true })
  expect(run.fullBecause?.code).toBe('full-server-restored')
  expect((await snapshotOf(tenant, run.id)).method).toBe('full')
  await sample.stop()
})

test('a quick import that was not sealed moves no watermark: the next one finds what it would have found', async () => {
  await tenant.changeSettings({})
  const { sample, source, world } = await begin(anyStory('dirsync'))
  lab.run(agent, source)
  await importOnly(tenant, through, { quick: false })
  world.change({ kind: 'setMail', one: 3, other: 7 })
  lab.doors.meet = ({ path }) =>
    path.endsWith('/seal') ? Response.json({ code: 'seal-differs', text: '', args: {} }, { status: 409 }) : undefined
  await expect(importOnly(tenant, through, { quick: true })).rejects.toMatchObject(unreadable)
  lab.doors.meet = null
  await endRuns()
  const run = await importOnly(tenant, through, { quick: true })
  expect(run.fullBecause).toBeNull()
  const found = await snapshotRows(tenant, run.id)
  await forget(run.id)
  const full = await importOnly(tenant, () => source, { quick: false })
  expect(found.map(row => row.attributes)).toEqual((await snapshotRows(tenant, full.id)).map(row => row.attributes))
  await sample.stop()
})

test('an agent that cannot read quickly delivers everything, and one that was asked for everything may not send less', async () => {
  await tenant.changeSettings({})
  const { sample, source, world } = await begin(anyStory('usn'))
  const older: DirectorySource = { ...source, import: request => source.import({ ...request, quick: undefined }) }
  const running = lab.run(agent, older)
  await importOnly(tenant, through, { quick: false })
  world.change({ kind: 'setMail', one: 3, other: 7 })
  const run = await importOnly(tenant, through, { quick: true })
  expect(run.fullBecause?.code).toBe('full-not-offered')
  await lab.stop(running)
  const wrong: DirectorySource = {
    ...source,
    async *import() {
      yield { type: 'quick', method: 'usn' }
    },
  }
  lab.run(agent, wrong)
  await expect(importOnly(tenant, through, { quick: false })).rejects.toMatchObject(unreadable)
  await endRuns()
  await sample.stop()
})
