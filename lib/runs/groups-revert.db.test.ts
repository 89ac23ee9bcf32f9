import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { stopWaking } from '@/lib/jobs/wake'
import { updateConnector } from '@/lib/store/connectors'
import { inOrganization } from '@/lib/store/organization'
import type { Run } from '@/lib/store/runs'
import { startRevert } from './start-revert'
import { anchorOf, fakeBase } from './testing/fake-source'
import { groupPlan, groupsOf, membersOf } from './testing/groups-of'
import { dnOf, ListCompany } from './testing/list-company'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})

const law = `OU=Law,${fakeBase}`

async function revert(company: ListCompany, { id: runId }: Run): Promise<Run> {
  const { organizationId, administratorId: requestedBy } = company
  const started = await startRevert(organizationId, { runId, cause: 'manual', requestedBy })
  if (!started.ok) throw new Error(started.faults.map(fault => fault.code).join())
  await company.advance(started.value.runId)
  const preview = await company.read(started.value.runId)
  expect(preview).toMatchObject({ state: 'previewed', fault: null })
  return company.approve(preview)
}

/** Groups and memberships, but for when and under which ids. */
const picture = async (company: ListCompany) => ({
  groups: await groupsOf(company),
  members: await membersOf(company),
  values: await company.sql(sql`
    select g.name, g.address, g.description, j.anchor, j.released_at is null as follows from groups g
    left join group_joins j on j.organization_id = g.organization_id and j.group_id = g.id order by g.name, j.anchor`),
})

async function companyWithLists(settings = {}): Promise<ListCompany> {
  const company = await ListCompany.with(['Ann', 'Bob', 'Cid'], settings)
  const { directory } = company
  directory.unit(law)
  directory.list('Inner', fakeBase, [dnOf('Bob')])
  directory.list('Sales', fakeBase, [dnOf('Ann'), dnOf('Inner')], { mail: `sales@${directory.domain}` })
  directory.list('Gone', fakeBase, [dnOf('Ann')])
  await company.run()
  await company.addByHand('Sales', 'Cid')
  return company
}

test('values, members and what ended are as they were before the run; the directory’s word counts again when it goes on', async () => {
  const company = await companyWithLists({ groups: { goneLists: 'remove', handMadeMembers: 'keep-in-step' } })
  const { directory } = company
  const before = await picture(company)
  const sales = anchorOf(dnOf('Sales'))
  directory.rename(anchorOf(law), 'OU=Legal')
  directory.set(sales, { displayName: 'Trade', mail: `trade@${directory.domain}` })
  directory.setMembers(sales, [dnOf('Bob')])
  directory.remove(anchorOf(dnOf('Gone')), { tombstone: true })
  const run = await company.run()
  expect(run.state).toBe('finished')
  const changed = await picture(company)
  expect(changed).not.toEqual(before)
  expect(changed.members.Trade?.direct).toEqual(['Bob directory'])
  const reverted = await revert(company, run)
  expect(reverted).toMatchObject({ kind: 'revert', groupReport: { memberships: { failed: 0, left: 0 } } })
  expect(await picture(company)).toEqual(before)

  await inOrganization(company.organizationId, tx => updateConnector(tx, company.connectorId, { state: 'active' }))
  await company.run()
  expect((await picture(company)).members.Trade?.direct).toEqual(['Bob directory'])
})

test('what was added is let go and emptied, never deleted; and what somebody changed since stays', async () => {
  const company = await ListCompany.with(['Ann', 'Bob'])
  const { directory } = company
  directory.unit(law)
  directory.list('Sales', fakeBase, [dnOf('Ann'), dnOf('Bob')])
  const run = await company.run()
  await company.sql(
    sql`delete from group_members where account_id in (select id from accounts where display_name = 'Bob')`,
  )
  const reverted = await revert(company, run)
  expect(await groupPlan(company, reverted.id)).toEqual({
    Law: ['release group-run-reverted applied'],
    Sales: ['release group-run-reverted applied', 'remove-members group-run-reverted applied 1'],
  })
  expect(await groupsOf(company)).toMatchObject({ Law: { source: 'local' }, Sales: { source: 'local' } })
  expect(await membersOf(company)).toEqual({ Sales: { direct: [], effective: [] } })
})

test('a name that somebody changed since stays', async () => {
  const company = await companyWithLists()
  company.directory.set(anchorOf(dnOf('Sales')), { displayName: 'Trade' })
  const run = await company.run()
  await company.sql(sql`update groups set name = 'By hand' where name = 'Trade'`)
  const reverted = await revert(company, run)
  expect(await groupPlan(company, reverted.id)).toEqual({ Trade: ['skip group-changed-since-run noted'] })
  expect(Object.keys(await groupsOf(company))).toContain('By hand')
})
