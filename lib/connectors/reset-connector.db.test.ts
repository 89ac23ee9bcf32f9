import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { stopWaking } from '@/lib/jobs/wake'
import { TestCompany } from '@/lib/runs/testing/company'
import { fakeBase } from '@/lib/runs/testing/fake-source'
import { ConnectorSettings } from '@/lib/settings/connector'
import { SafetySettings } from '@/lib/settings/safety'
import { listManagedAccounts } from '@/lib/store/accounts'
import { insertVersion, listVersions, readConnector } from '@/lib/store/connectors'
import { inOrganization } from '@/lib/store/organization'
import { readSecret, saveSecret } from '@/lib/store/secrets'
import type { Actor } from './actor'
import { pauseConnector, resumeConnector } from './pause-connector'
import { readiness } from './readiness'
import { resetConnector } from './reset-connector'
import { restoreVersion } from './restore-version'
import { saveSafety } from './save-safety'

let database: TestDatabase
let company: TestCompany
let actor: Actor
beforeAll(async () => {
  database = await testDatabase()
  company = new TestCompany()
  await company.create()
  await company.synchronized(12)
  actor = { kind: 'administrator', id: company.administratorId }
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})

const connector = () => inOrganization(company.organizationId, tx => readConnector(tx, company.connectorId))
const versions = () => inOrganization(company.organizationId, tx => listVersions(tx, company.connectorId))

test('a pause says who, when and why, a reason is needed, and resuming ends it', async () => {
  const pause = (reason: string) => pauseConnector(company.organizationId, actor, company.connectorId, reason)
  expect(await pause('  x ')).toMatchObject({ faults: [{ code: 'pause-reason-missing', path: 'reason' }] })
  expect(await pause('x'.repeat(201))).toMatchObject({ faults: [{ code: 'pause-reason-too-long' }] })
  expect(await connector()).toMatchObject({ state: 'active', paused: null })
  expect(await pause(' Office move ')).toMatchObject({ ok: true })
  expect(await connector()).toMatchObject({ state: 'paused', paused: { by: actor.id, reason: 'Office move' } })
  await resumeConnector(company.organizationId, actor, company.connectorId)
  expect(await connector()).toMatchObject({ state: 'active', paused: null })
})

const restore = (version: number, may = { raise: false }) =>
  restoreVersion(company.organizationId, actor, company.connectorId, version, may)

test('a version becomes the draft again, and what is live stays live', async () => {
  const before = await connector()
  const [newest] = await versions()
  expect(await restore(99)).toMatchObject({ faults: [{ code: 'version-unknown' }] })
  expect(await restore(newest?.version ?? 0)).toMatchObject({ ok: true })
  expect(await connector()).toMatchObject({ state: 'active', version: before?.version, draft: newest?.settings })
})

test('safety limits that were lowered come back with an old version only where the owner brings it back', async () => {
  const [old] = await versions()
  const safety = SafetySettings.parse({ removalsPercent: 1, removalsPeople: 6 })
  const owner = { raise: true }
  expect(await saveSafety(company.organizationId, actor, company.connectorId, { safety }, owner)).toMatchObject({
    ok: true,
  })
  await inOrganization(company.organizationId, tx =>
    insertVersion(tx, company.connectorId, {
      version: (old?.version ?? 0) + 1,
      settings: ConnectorSettings.parse({ ...old?.settings, safety }),
      author: actor.id,
    }),
  )
  const draft = (await connector())?.draft
  expect(await restore(old?.version ?? 0)).toMatchObject({ faults: [{ code: 'version-raises-limits' }] })
  expect((await connector())?.draft).toEqual(draft)
  expect(await restore(old?.version ?? 0, owner)).toMatchObject({ ok: true })
  expect((await connector())?.draft.safety).toMatchObject({ removalsPercent: 5, removalsPeople: 50 })
  expect(await restore((old?.version ?? 0) + 1)).toMatchObject({ ok: true })
  expect((await connector())?.draft.safety).toMatchObject({ removalsPercent: 1, removalsPeople: 6 })
})

test('a reset forgets what was set and keeps everybody, linked and with access; it needs the name, and no run at work', async () => {
  const reset = (name: string) => resetConnector(company.organizationId, actor, company.connectorId, name)
  const people = () => inOrganization(company.organizationId, tx => listManagedAccounts(tx, { page: 1, pageSize: 50 }))
  const [name, before] = [(await connector())?.name ?? '', await people()]
  await inOrganization(company.organizationId, tx =>
    saveSecret(tx, company.connectorId, 'bind-password', { plain: 'secret', target: 'somewhere' }),
  )
  company.directory.person('Newcomer', fakeBase)
  const waiting = await company.run('preview')
  expect(waiting.state).toBe('previewed')
  expect(await reset('another name')).toMatchObject({ faults: [{ code: 'reset-name-different', path: 'name' }] })
  await company.sql(sql`update runs set state = 'planning' where id = ${waiting.id}`)
  expect(await reset(name)).toMatchObject({ faults: [{ code: 'run-already-active' }] })
  await company.sql(sql`update runs set state = 'previewed' where id = ${waiting.id}`)

  expect(await reset(name)).toMatchObject({ ok: true })
  expect(await connector()).toMatchObject({ state: 'draft', version: null, schedule: null, testedHash: null })
  expect((await connector())?.draft).toMatchObject({ connection: null, organizationalUnits: null, inclusion: null })
  // Lowered limits outlive it, as the test before left them.
  expect((await connector())?.draft.safety).toMatchObject({ removalsPercent: 1, removalsPeople: 6, weekPercent: 20 })
  expect(await people()).toEqual(before)
  const left = await inOrganization(company.organizationId, async tx => ({
    secret: await readSecret(tx, company.connectorId, 'bind-password'),
    states: await tx.execute(sql`select state from runs where id = ${waiting.id}`),
  }))
  expect(left).toMatchObject({ secret: null, states: [{ state: 'superseded' }] })
  expect((await versions()).length).toBeGreaterThan(0)
  const ready = await readiness(company.organizationId, company.connectorId)
  expect(ready.ok ? ready.value.map(({ code }) => code) : []).toContain('connection-missing')
})
