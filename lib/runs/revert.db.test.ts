import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { stopWaking } from '@/lib/jobs/wake'
import { updateConnector } from '@/lib/store/connectors'
import { inOrganization } from '@/lib/store/organization'
import type { Run } from '@/lib/store/runs'
import { startRevert } from './start-revert'
import { TestCompany } from './testing/company'
import { anchorOf, fakeBase } from './testing/fake-source'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})

const person = (at: number) => anchorOf(`CN=Person ${at},${fakeBase}`)

async function companyOf(people: number): Promise<TestCompany> {
  const company = new TestCompany()
  await company.create()
  await company.synchronized(people)
  return company
}

async function preview(company: TestCompany, { id: runId }: Run): Promise<Run> {
  const { organizationId, administratorId: requestedBy } = company
  const started = await startRevert(organizationId, { runId, cause: 'manual', requestedBy })
  if (!started.ok) throw new Error(started.faults.map(fault => fault.code).join())
  await company.advance(started.value.runId, { source: {} as never })
  return company.read(started.value.runId)
}

const revert = async (company: TestCompany, run: Run): Promise<Run> =>
  company.approve(await preview(company, run), { source: {} as never })

const resume = (company: TestCompany) =>
  inOrganization(company.organizationId, tx => updateConnector(tx, company.connectorId, { state: 'active' }))

/** Everything that a run may change of accounts and links, but for when. */
const picture = (company: TestCompany) =>
  company.sql(sql`
    select a.id, a.attributes, a.email_key, a.blocked_by_sync, a.blocked_by_admin, a.suspended, a.connector_id, j.anchor
    from accounts a left join joins j on j.organization_id = a.organization_id and j.account_id = a.id order by a.id`)

test('a revert is looked at and approved like any plan, pauses the connector, and leaves everybody as they were', async () => {
  const company = await companyOf(20)
  const { directory } = company
  directory.disable(person(1))
  await company.run()
  const before = await picture(company)
  directory.enable(person(1))
  directory.disable(person(2))
  directory.set(person(3), { displayName: 'Person Renamed', title: 'Judge' })
  directory.set(person(4), { mail: `person.5@${directory.domain}` })
  directory.set(person(5), { mail: `person.4@${directory.domain}` })
  directory.person('Person New', fakeBase)
  const run = await company.run()
  expect(run.report).toMatchObject({ added: 1, updated: 3, reactivated: 1, deactivatedRead: 1 })

  const plan = await preview(company, run)
  expect(plan).toMatchObject({ kind: 'revert', state: 'previewed', removals: 2, revertsRunId: run.id })
  expect(plan.notices).toEqual([{ code: 'revert-sessions', args: { count: 1 } }])
  expect(await company.plan(plan.id)).toEqual({
    'deactivate run-reverted planned': 1,
    'reactivate run-reverted planned': 1,
    'release run-reverted planned': 1,
    'update run-reverted planned': 3,
  })
  const done = await company.approve(plan, { source: {} as never })
  expect(done).toMatchObject({ state: 'finished', report: { failedRead: 0, updated: 3, released: 1 } })

  const after = await picture(company)
  const added = after.filter(({ id }) => !before.some(one => one.id === id))
  expect(added).toMatchObject([{ blocked_by_sync: true, connector_id: null, anchor: null }])
  expect(after.filter(one => !added.includes(one))).toEqual(before)
  await expect(company.run()).rejects.toThrow('connector-paused')
  expect(await company.auditEvents(done.id)).toMatchObject({
    'account.released': 1,
    'account.updated': 3,
    'run.finished': 1,
  })
})

test('resumed, the connector does again what the directory says, with the same accounts', async () => {
  const company = await companyOf(20)
  company.directory.person('Person New', fakeBase)
  const run = await company.run()
  await revert(company, run)
  await resume(company)
  const again = await company.run()
  expect(again.report).toMatchObject({ linked: 1, unchanged: 20 })
  expect((await company.accounts()).get('person.new')).toMatchObject({ active: true, because: null })
  expect((await company.accounts()).size).toBe(21)
  expect(await company.run()).toMatchObject({ report: { unchanged: 21 } })
})

test('what changed since stays, and so do owners; both are said', async () => {
  const company = await companyOf(20)
  const { directory } = company
  for (const at of [1, 2, 3]) directory.set(person(at), { title: 'Judge', department: 'Law' })
  directory.disable(person(4))
  const run = await company.run()
  const by = (at: number) => sql`email_key like ${`person.${at}@%`}`
  await company.sql(sql`update accounts set attributes = attributes || '{"title": "By hand"}' where ${by(1)}`)
  await company.sql(
    sql`update accounts set attributes = attributes || '{"title": null, "department": null}' where ${by(2)}`,
  )
  await company.sql(sql`update accounts set role = 'owner' where ${by(3)}`)
  await company.sql(sql`update accounts set blocked_by_sync = false, blocked_because = null where ${by(4)}`)
  const done = await revert(company, run)
  expect(await company.plan(done.id)).toEqual({
    'skip changed-since-run noted': 2,
    'skip protected-administrator noted': 1,
    'update run-reverted applied': 1,
  })
  const rows = await company.sql(
    sql`select title, department from accounts where ${by(1)} or ${by(3)} order by email_key`,
  )
  expect(rows).toEqual([
    { title: 'By hand', department: null },
    { title: 'Judge', department: 'Law' },
  ])
})

test('a first run is taken back without deleting anybody, and can be made again', async () => {
  const company = new TestCompany()
  await company.create()
  for (let at = 1; at <= 30; at++) company.directory.person(`Person ${at}`, fakeBase)
  const first = await company.approve(await company.run('preview'))
  const plan = await preview(company, first)
  expect(plan.holds.map(({ code }) => code)).toContain('removals-over-limit')
  expect(await company.approve(plan, { source: {} as never })).toMatchObject({ report: { released: 30 } })
  expect([...(await company.accounts()).values()].some(({ active }) => active)).toBe(false)
  await resume(company)
  const run = await company.run()
  expect(run.state === 'held' ? await company.approve(run) : run).toMatchObject({ report: { linked: 30 } })
  expect((await company.accounts()).size).toBe(30)
})

test('a run without changes, or one at work, cannot be reverted', async () => {
  const company = await companyOf(6)
  const quiet = await company.run()
  await expect(preview(company, quiet)).rejects.toThrow('nothing-to-revert')
  const runId = await company.start()
  await expect(preview(company, await company.read(runId))).rejects.toThrow('run-still-at-work')
})

test('a revert can be reverted', async () => {
  const company = await companyOf(10)
  company.directory.set(person(1), { title: 'Judge' })
  company.directory.disable(person(2))
  company.directory.person('Person New', fakeBase)
  const run = await company.run()
  const before = await picture(company)
  const undone = await revert(company, run)
  await revert(company, undone)
  expect(await picture(company)).toEqual(before)
})
