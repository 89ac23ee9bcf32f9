import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { stopWaking } from '@/lib/jobs/wake'
import { readConnector } from '@/lib/store/connectors'
import { inOrganization } from '@/lib/store/organization'
import { approveRun } from './approve-run'
import { TestCompany } from './testing/company'
import { fakeBase } from './testing/fake-source'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})

async function smallCompany(): Promise<TestCompany> {
  const company = new TestCompany()
  await company.create()
  const { directory } = company
  const sales = directory.unit(`OU=Sales,${fakeBase}`)
  expect(sales).toBeDefined()
  directory.person('Ada Lovelace', `OU=Sales,${fakeBase}`, { department: 'Sales', title: 'Analyst' })
  directory.person('Alan Turing', `OU=Sales,${fakeBase}`, { manager: `CN=Ada Lovelace,OU=Sales,${fakeBase}` })
  directory.person('Grace Hopper', fakeBase)
  directory.person('No Mail', fakeBase, { mail: null })
  directory.person('Twin One', fakeBase, { mail: `twin@${directory.domain}` })
  directory.person('Twin Two', fakeBase, { mail: `Twin@${directory.domain.toUpperCase()}` })
  directory.person('Stranger', fakeBase, { mail: 'stranger@elsewhere.org' })
  directory.person('Disabled', fakeBase, { userAccountControl: '514' })
  return company
}

test('a first synchronization is held as a whole: nobody gets an account without an approval', async () => {
  const company = await smallCompany()
  const run = await company.run('synchronize')
  expect(run).toMatchObject({ state: 'held', fault: null, removals: 0, first: true })
  expect(run.holds.map(hold => hold.code)).toEqual(['first-run'])
  expect(run.report).toMatchObject({ read: 8, heldRead: 3, skipped: 5, problems: 4 })
  expect((await company.accounts()).size).toBe(0)
})

test('a preview is approved and carried out exactly once, and the next run finds nothing to do', async () => {
  const company = await smallCompany()
  const preview = await company.run('preview')
  expect(preview).toMatchObject({ state: 'previewed', removals: 0 })
  expect(preview.report).toMatchObject({ read: 8, added: 3, skipped: 5, problems: 4 })
  expect((await company.accounts()).size).toBe(0)

  const applied = await company.approve(preview)
  expect(applied).toMatchObject({ state: 'finished', kind: 'approved', fault: null })
  expect(applied.report).toMatchObject({ read: 8, added: 3, skipped: 5, unchanged: 0, problems: 4 })
  expect((await company.read(preview.id)).state).toBe('approved')
  expect([...(await company.accounts()).keys()].sort()).toEqual(['ada.lovelace', 'alan.turing', 'grace.hopper'])
  const [alan] = await company.sql<{ manager: string; ada: string }>(sql`
    select attributes ->> 'manager' as manager, (select anchor from joins j join accounts a on a.id = j.account_id
      where a.email_key like 'ada.lovelace@%') as ada
    from accounts where email_key like 'alan.turing@%'`)
  expect(alan?.manager).toBe(alan?.ada)
  const connector = await inOrganization(company.organizationId, tx => readConnector(tx, company.connectorId))
  expect(connector).toMatchObject({ state: 'active', domainSid: company.directory.domainSid, version: 1 })

  const second = await company.run()
  expect(second).toMatchObject({ state: 'finished', holds: [] })
  expect(second.report).toMatchObject({ read: 8, unchanged: 3, skipped: 5, added: 0, updated: 0, deactivatedRead: 0 })
  expect(await company.auditEvents(second.id)).toEqual({ 'run.started': 1, 'run.finished': 1 })
})

test('an approval needs the exact plan, the number and a reason, and counts once', async () => {
  const company = await smallCompany()
  const preview = await company.run('preview')
  const good = {
    runId: preview.id,
    planHash: preview.planHash ?? '',
    removals: 0,
    reason: 'Looked at it',
    approvedBy: company.administratorId,
  }
  const codes = async (changed: Partial<typeof good>, now?: Date) => {
    const outcome = await approveRun(company.organizationId, { ...good, ...changed }, now)
    return outcome.ok ? 'approved' : outcome.faults.map(fault => fault.code).join()
  }
  expect(await codes({ planHash: '0'.repeat(64) })).toBe('plan-hash-differs')
  expect(await codes({ removals: 1 })).toBe('removals-differ')
  expect(await codes({ reason: '  ' })).toBe('reason-missing')
  expect((await company.read(preview.id)).state).toBe('previewed')
  expect(await codes({})).toBe('approved')
  expect(await codes({})).toBe('approval-used')
})

test('a plan that waited for more than 72 hours cannot be approved', async () => {
  const company = await smallCompany()
  const preview = await company.run('preview')
  const late = new Date((preview.finishedAt?.getTime() ?? 0) + 73 * 3_600_000)
  const { id: runId, planHash } = preview
  const approval = { runId, planHash: planHash ?? '', removals: 0, reason: 'Late', approvedBy: company.administratorId }
  expect(await approveRun(company.organizationId, approval, late)).toMatchObject({ faults: [{ code: 'hold-expired' }] })
  expect((await company.read(runId)).state).toBe('expired')
})

test('what changed after the approval waits for the next run', async () => {
  const company = await smallCompany()
  const preview = await company.run('preview')
  company.directory.person('Late Comer', fakeBase)
  const applied = await company.approve(preview)
  expect(applied.report).toMatchObject({ added: 3, skipped: 6 })
  expect(await company.plan(applied.id)).toMatchObject({ 'add changed-since-approval left': 1 })
  const next = await company.run()
  expect(next).toMatchObject({ state: 'finished', report: { added: 1 } })
})

test('a newer plan supersedes the one that waits, and two runs of a connector never overlap', async () => {
  const company = await smallCompany()
  const older = await company.run('preview')
  const runId = await company.start('preview')
  expect((await company.read(older.id)).state).toBe('superseded')
  await expect(company.start('preview')).rejects.toThrow('run-already-active')
  expect(await company.advance(runId)).toBe('previewed')
})
