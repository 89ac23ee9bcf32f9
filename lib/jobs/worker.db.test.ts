import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { organizations } from '@/db/schema'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { readJob, startBrowse, startProbe } from '@/lib/connectors/directory-jobs'
import { prepareVersion } from '@/lib/connectors/prepare-version'
import { useSampleCompany } from '@/lib/connectors/use-sample-company'
import type { DirectoryNode, ProbeReport } from '@/lib/directory/source'
import { forgetEnvironment } from '@/lib/env'
import { approveRun } from '@/lib/runs/approve-run'
import { startRun } from '@/lib/runs/start-run'
import { generateCompany } from '@/lib/sample-directory/company'
import { type SampleDirectory, startSampleDirectory } from '@/lib/sample-directory/server'
import { listManagedAccounts } from '@/lib/store/accounts'
import { acrossOrganizations, inOrganization } from '@/lib/store/organization'
import { type Run, readRun } from '@/lib/store/runs'
import { isActive } from '@/lib/sync/run-state'
import { stopWaking } from './wake'
import { startWorker } from './worker'

const organizationId = randomUUID()
const actor = { kind: 'administrator', id: randomUUID() } as const
let database: TestDatabase
let sample: SampleDirectory
let folder: string
let worker: { stop(): Promise<void> }

beforeAll(async () => {
  database = await testDatabase()
  sample = await startSampleDirectory({ company: generateCompany({ seed: 7, people: 60 }), mutableForTests: true })
  folder = await mkdtemp(join(tmpdir(), 'enrollment-worker-'))
  await writeFile(join(folder, 'ca.pem'), sample.caPem)
  setEnvironment({
    ENROLLMENT_SAMPLE_DIRECTORY: `127.0.0.1:${sample.port}`,
    ENROLLMENT_SAMPLE_CA_FILE: join(folder, 'ca.pem'),
    ENROLLMENT_RECONCILE_SECONDS: '1',
    LOG_LEVEL: 'warn',
  })
  await acrossOrganizations('test set-up', tx =>
    tx.insert(organizations).values({ id: organizationId, name: 'Northwind', timeZone: 'UTC' }),
  )
  worker = await startWorker()
})

afterAll(async () => {
  await worker.stop()
  await stopWaking()
  await sample.stop()
  await database.drop()
  await rm(folder, { recursive: true })
})

function setEnvironment(values: Record<string, string>): void {
  // biome-ignore lint/style/noProcessEnv: a test stands in for the start script
  Object.assign(process.env, values)
  forgetEnvironment()
}

async function until<T>(read: () => Promise<T>, done: (value: T) => boolean): Promise<T> {
  for (let left = 200; ; left--) {
    const value = await read()
    if (done(value)) return value
    if (left === 0) throw new Error(`Still not there: ${JSON.stringify(value)}`)
    await new Promise(resolve => setTimeout(resolve, 100))
  }
}

async function jobDone(started: Awaited<ReturnType<typeof startProbe>>): Promise<unknown> {
  const jobId = given(started).jobId
  const job = await until(
    async () => given(await readJob(organizationId, jobId)),
    ({ state }) => state === 'done' || state === 'failed',
  )
  expect(job).toMatchObject({ state: 'done' })
  return job.result
}

function given<T>(outcome: { ok: true; value: T } | { ok: false; faults: { code: string }[] }): T {
  if (!outcome.ok) throw new Error(outcome.faults.map(fault => fault.code).join())
  return outcome.value
}

const runEnded = (runId: string): Promise<Run> =>
  until(
    async () => {
      const run = await inOrganization(organizationId, tx => readRun(tx, runId))
      if (!run) throw new Error('No such run')
      return run
    },
    run => !isActive(run.state),
  )

test('a worker tests a connection, opens units, previews, carries out an approval, and finds nothing to do twice', async () => {
  const { connectorId } = given(await useSampleCompany(organizationId, actor))
  const report = (await jobDone(await startProbe(organizationId, actor, connectorId))) as ProbeReport
  expect(report.steps.filter(step => step.state === 'failed')).toEqual([])
  const [root] = (await jobDone(await startBrowse(organizationId, actor, connectorId, null))) as DirectoryNode[]
  expect(root?.peopleBelow).toBeGreaterThan(50)

  const { version } = given(await prepareVersion(organizationId, actor, connectorId))
  const order = { connectorId, cause: 'manual', requestedBy: actor.id } as const
  const preview = await runEnded(given(await startRun(organizationId, { ...order, kind: 'preview', version })).runId)
  expect(preview).toMatchObject({ state: 'previewed', fault: null, removals: 0 })
  expect(preview.report?.added).toBeGreaterThan(30)

  const plan = { runId: preview.id, planHash: preview.planHash ?? '', removals: 0, reason: 'ok', approvedBy: actor.id }
  const applied = await runEnded(given(await approveRun(organizationId, plan)).runId)
  expect(applied).toMatchObject({ state: 'finished', fault: null, report: { added: preview.report?.added } })
  const managed = await inOrganization(organizationId, tx => listManagedAccounts(tx, { page: 1, pageSize: 10 }))
  expect(managed.total).toBe(preview.report?.added)

  const again = await runEnded(given(await startRun(organizationId, { ...order, kind: 'synchronize' })).runId)
  expect(again).toMatchObject({ state: 'finished', report: { added: 0, updated: 0, unchanged: preview.report?.added } })
})
