import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { createConnector } from '@/lib/connectors/create-connector'
import { startProbe } from '@/lib/connectors/directory-jobs'
import { saveConnection } from '@/lib/connectors/save-connection'
import type { DirectorySource } from '@/lib/directory/source'
import { openSource } from '@/lib/jobs/source'
import { stopWaking } from '@/lib/jobs/wake'
import { ConnectionSettings } from '@/lib/settings/connection'
import { MappingSettings } from '@/lib/settings/mapping'
import { readConnector, updateConnector } from '@/lib/store/connectors'
import { claimDirectoryJob, readDirectoryJob } from '@/lib/store/directory-jobs'
import { acrossOrganizations, inOrganization } from '@/lib/store/organization'
import { createOrganization } from '@/lib/store/organizations'
import { sentence } from '@/lib/words/words'
import { runDirectoryJob } from './run-directory-job'
import { FakeDirectory } from './testing/fake-source'

const actor = { kind: 'administrator', id: 'tests' } as const
const owner = 'worker'
let database: TestDatabase
let organization: string
let connector: string

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})
beforeEach(async () => {
  organization = randomUUID()
  await acrossOrganizations('tests', tx => createOrganization(tx, { id: organization, name: organization }))
  connector = given(await createConnector(organization, actor, { kind: 'cloud', name: 'Contoso' })).connectorId
})

function given<T>(outcome: { ok: true; value: T } | { ok: false; faults: { code: string }[] }): T {
  if (!outcome.ok) throw new Error(outcome.faults.map(fault => fault.code).join())
  return outcome.value
}

/** Saves the draft with another base each; the password is typed the first time and kept afterwards. */
async function save(unit: string, password: string | null = null): Promise<string> {
  const connection = ConnectionSettings.parse({
    ...{ hosts: [{ host: 'dc1.contoso.example', port: 636 }], security: 'ldaps', ca: null, userId: 'reader' },
    baseDn: `OU=${unit},DC=contoso,DC=example`,
  })
  return given(await saveConnection(organization, actor, connector, { name: 'Contoso', connection, password })).hash
}

const testedHash = async () => (await inOrganization(organization, tx => readConnector(tx, connector)))?.testedHash
const passing = new FakeDirectory().source()

/** Does the job as a worker does; `opened` happens when it has the draft, before it begins. */
async function work(
  jobId: string,
  options: { opened?: () => Promise<unknown>; source?: Partial<DirectorySource> } = {},
) {
  const job = await inOrganization(organization, tx => claimDirectoryJob(tx, jobId, owner, 60))
  if (!job) throw new Error('The job is not free')
  const { hash, credentials } = await openSource(organization, connector, 'draft', `job:${jobId}`)
  await options.opened?.()
  const signal = new AbortController().signal
  const source = { ...passing, ...options.source }
  await runDirectoryJob({ organizationId: organization, job, owner, source, hash, credentials, signal })
  return inOrganization(organization, tx => readDirectoryJob(tx, jobId))
}

test('a test that passes marks the draft it was asked for', async () => {
  const hash = await save('first', 'first-Pass-1')
  const { jobId } = given(await startProbe(organization, actor, connector))
  expect(await work(jobId)).toMatchObject({ state: 'done' })
  expect(await testedHash()).toBe(hash)
})

test('a draft that changed before the worker came is not tested in place of the one that was asked for', async () => {
  const asked = await save('first', 'first-Pass-1')
  const { jobId } = given(await startProbe(organization, actor, connector))
  await save('other')
  // Changed back after the worker has looked: the very draft that was asked for, and yet not the one it would have tested.
  const changeBack = async () => expect(await save('first')).toBe(asked)
  const probe = () => Promise.reject(new Error('Nothing may be asked of the directory'))
  const job = await work(jobId, { opened: changeBack, source: { probe } })
  expect(job).toMatchObject({ state: 'failed', result: { code: 'connection-changed' } })
  expect(sentence('connection-changed', {}, 'directory')).toContain('Test it again.')
  expect(await testedHash()).toBeNull()
})

test('a draft that changed while its test ran is not marked', async () => {
  await save('first', 'first-Pass-1')
  const { jobId } = given(await startProbe(organization, actor, connector))
  expect(await work(jobId, { opened: () => save('other') })).toMatchObject({ state: 'done' })
  expect(await testedHash()).toBeNull()
})

test('a test looks for the attributes that the mapping reads', async () => {
  await save('first', 'first-Pass-1')
  const asked: (readonly string[] | undefined)[] = []
  const probe: DirectorySource['probe'] = (tell, signal, mapped) => {
    asked.push(mapped)
    return passing.probe(tell, signal)
  }
  await work(given(await startProbe(organization, actor, connector)).jobId, { source: { probe } })
  const mapping = MappingSettings.parse({ fields: { title: { source: { kind: 'attributes', names: ['jobTitle'] } } } })
  await inOrganization(organization, async tx => {
    const draft = (await readConnector(tx, connector))?.draft
    if (draft) await updateConnector(tx, connector, { draft: { ...draft, mapping } })
  })
  await work(given(await startProbe(organization, actor, connector)).jobId, { source: { probe } })
  expect(asked[0]).toEqual(expect.arrayContaining(['displayName', 'mail', 'title', 'manager']))
  expect(asked[1]).toContain('jobTitle')
  expect(asked[1]).not.toContain('title')
})
