import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { activateVersion } from '@/lib/connectors/activate-version'
import { createConnector } from '@/lib/connectors/create-connector'
import { readJob, startBrowse, startProbe } from '@/lib/connectors/directory-jobs'
import { markTested } from '@/lib/connectors/mark-tested'
import { prepareVersion } from '@/lib/connectors/prepare-version'
import { saveConnection } from '@/lib/connectors/save-connection'
import { saveOrganizationalUnits } from '@/lib/connectors/save-organizational-units'
import type { ProbeReport } from '@/lib/directory/source'
import { type ScriptedServer, startScriptedServer } from '@/lib/directory/testing/scripted-server'
import { world } from '@/lib/directory/testing/world'
import { forgetEnvironment } from '@/lib/env'
import type { Outcome } from '@/lib/outcome'
import { startRun } from '@/lib/runs/start-run'
import { readConnector } from '@/lib/store/connectors'
import { verifyDomain } from '@/lib/store/domains'
import { acrossOrganizations, inOrganization } from '@/lib/store/organization'
import { createOrganization } from '@/lib/store/organizations'
import { readRun } from '@/lib/store/runs'
import { readSecret, saveSecret } from '@/lib/store/secrets'
import { workOnDirectoryJob } from './work-on-directory-job'
import { workOnRun } from './work-on-run'

// No worker is woken: here the tests are the workers.
vi.mock('./wake', () => ({ wake: async () => undefined }))

const wrong = {
  code: 49,
  text: '80090308: LdapErr: DSID-0C090449, comment: AcceptSecurityContext error, data 52e, v4563',
}
const actor = { kind: 'administrator', id: randomUUID() } as const
const stopping = new AbortController().signal
let database: TestDatabase
let server: ScriptedServer
let organizationId: string
let connectorId: string

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())
beforeEach(async () => {
  server = await startScriptedServer({ world: world(3), bind: wrong })
  setEnvironment({ ENROLLMENT_DIRECTORY_NETWORKS: '127.0.0.0/8', ENROLLMENT_DIRECTORY_PORTS: String(server.port) })
  organizationId = randomUUID()
  await acrossOrganizations('test', tx => createOrganization(tx, { id: organizationId, name: organizationId }))
  connectorId = given(await createConnector(organizationId, actor, { kind: 'cloud', name: 'Lab' })).connectorId
})
afterEach(() => server.stop())

function setEnvironment(values: Record<string, string>): void {
  // biome-ignore lint/style/noProcessEnv: a test stands in for the start script
  Object.assign(process.env, { LOG_LEVEL: 'silent', ...values })
  forgetEnvironment()
}

function given<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.faults.map(fault => fault.code).join())
  return outcome.value
}

const save = (password: string | null, changes: { baseDn?: string } = {}) =>
  saveConnection(organizationId, actor, connectorId, {
    name: 'Lab',
    connection: {
      hosts: [{ host: '127.0.0.1', port: server.port }],
      security: 'ldaps',
      ca: server.ca,
      baseDn: null,
      userId: 'reader@lab.example',
      ...changes,
    },
    password,
  })

/** A connector that synchronized happily until its account's password was changed in the directory. */
async function liveConnector(): Promise<void> {
  const { hash } = given(await save('yesterday'))
  given(await saveOrganizationalUnits(organizationId, actor, connectorId, { mode: 'all' }))
  await inOrganization(organizationId, async tx => {
    await markTested(tx, connectorId, hash)
    await verifyDomain(tx, `${organizationId}.example`, 'operator')
  })
  const { version } = given(await prepareVersion(organizationId, actor, connectorId))
  await inOrganization(organizationId, tx => activateVersion(tx, connectorId, version))
}

const binds = () => server.operations.filter(name => name === 'bind').length
const connector = () => inOrganization(organizationId, tx => readConnector(tx, connectorId))
const codes = (outcome: Outcome<unknown>) => (outcome.ok ? [] : outcome.faults.map(fault => fault.code))
const start = (cause: 'manual' | 'scheduled' | 'command-line') =>
  startRun(organizationId, { connectorId, kind: 'synchronize', cause, requestedBy: actor.id })

/** Three workers reach for the run at the same time. */
async function workOff({ runId }: { runId: string }) {
  const workers = ['one', 'two', 'three'].map(owner => workOnRun({ organizationId, id: runId }, owner, stopping))
  await Promise.all(workers)
  return inOrganization(organizationId, tx => readRun(tx, runId))
}

async function probe() {
  const { jobId } = given(await startProbe(organizationId, actor, connectorId))
  await workOnDirectoryJob({ organizationId, id: jobId }, 'worker', stopping)
  return given(await readJob(organizationId, jobId))
}

test('a refused password is tried once by all workers together, however often a schedule comes round', async () => {
  await liveConnector()
  expect(await workOff(given(await start('scheduled')))).toMatchObject({
    state: 'failed',
    fault: { code: 'bind-rejected' },
  })
  for (let hour = 1; hour < 24; hour++) expect(codes(await start('scheduled'))).toEqual(['credentials-refused'])
  expect(codes(await start('command-line'))).toEqual(['credentials-refused'])
  expect(codes(await startBrowse(organizationId, actor, connectorId, null))).toEqual(['credentials-refused'])
  expect(binds()).toBe(1)
  expect(await connector()).toMatchObject({ state: 'attention' })
})

test('a person may try again, and a passed test lets schedules go on', async () => {
  await liveConnector()
  await workOff(given(await start('scheduled')))
  await workOff(given(await start('manual')))
  expect(binds()).toBe(2)
  server.script.bind = {}
  expect(await probe()).toMatchObject({ state: 'done', result: { passed: true } })
  expect(await connector()).toMatchObject({ state: 'active', refusedHash: null })
  expect(await workOff(given(await start('scheduled')))).toMatchObject({ fault: null })
})

test('a new password is news: it is tried', async () => {
  await liveConnector()
  await workOff(given(await start('scheduled')))
  server.script.bind = {}
  await save('today')
  expect(await probe()).toMatchObject({ result: { passed: true } })
  given(await prepareVersion(organizationId, actor, connectorId))
  expect(await workOff(given(await start('scheduled')))).toMatchObject({ fault: null })
})

test('a test that is refused keeps the tree closed, and the third in a row brings a pause', async () => {
  await save('wrong')
  for (let attempt = 1; attempt <= 3; attempt++) {
    const { result } = await probe()
    expect(result).toMatchObject({ passed: false })
    expect(codes(await startBrowse(organizationId, actor, connectorId, null))).toEqual(['credentials-refused'])
  }
  const fourth = await startProbe(organizationId, actor, connectorId)
  expect(fourth).toMatchObject({ ok: false, faults: [{ code: 'too-many-sign-ins', path: 'test' }] })
  const seconds = fourth.ok ? 0 : Number(fourth.faults[0]?.args.seconds)
  expect(seconds).toBeGreaterThan(0)
  expect(seconds).toBeLessThanOrEqual(60)
  expect(binds()).toBe(3)
})

test('failures that are no refusal pause nothing and are forgotten by the next try', async () => {
  server.script.bind = { code: 52, text: 'busy' }
  await liveConnector()
  for (let attempt = 1; attempt <= 4; attempt++) await probe()
  await workOff(given(await start('scheduled')))
  expect((await start('scheduled')).ok).toBe(true)
  expect(await connector()).toMatchObject({ state: 'active', refusedHash: null })
})

test('a test of values that were changed meanwhile is not carried out, and counts for nothing', async () => {
  server.script.bind = {}
  await save('right')
  const { jobId } = given(await startProbe(organizationId, actor, connectorId))
  await save(null, { baseDn: 'DC=lab,DC=example' })
  await workOnDirectoryJob({ organizationId, id: jobId }, 'worker', stopping)
  expect(given(await readJob(organizationId, jobId))).toMatchObject({
    state: 'failed',
    result: { code: 'connection-changed' },
  })
  expect(binds()).toBe(0)
  await save(null)
  expect(await connector()).toMatchObject({ testedHash: null })
})

test.each(['', ' '])(
  'a stored password that turns out to be %j is not sent: it would sign in nobody, and succeed',
  async plain => {
    server.script.bind = {}
    await save('right')
    await inOrganization(organizationId, async tx => {
      const secret = await readSecret(tx, connectorId, 'bind-password-draft')
      await saveSecret(tx, connectorId, 'bind-password-draft', { plain, target: secret?.target ?? '' })
    })
    const { result } = await probe()
    expect(result).toMatchObject({ passed: false })
    expect((result as ProbeReport).steps[3]).toMatchObject({ state: 'failed', fault: { code: 'bind-anonymous' } })
    expect(server.operations).toEqual([])
  },
)
