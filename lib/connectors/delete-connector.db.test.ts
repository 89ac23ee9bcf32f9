import { randomUUID } from 'node:crypto'
import { getTableName, sql } from 'drizzle-orm'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { deleteConnectorNamed } from '@/lib/cli/commands/delete-connector'
import { connectorNamed } from '@/lib/cli/connector-named'
import { stopWaking } from '@/lib/jobs/wake'
import { keepHistory } from '@/lib/runs/keep-history'
import { startRevert } from '@/lib/runs/start-revert'
import { anchorOf, fakeBase } from '@/lib/runs/testing/fake-source'
import { dnOf, ListCompany } from '@/lib/runs/testing/list-company'
import {
  insertConnector,
  insertVersion,
  listConnectorNames,
  listConnectors,
  readConnector,
  readVersion,
  updateConnector,
} from '@/lib/store/connectors'
import { partsOfConnectors } from '@/lib/store/connectors-delete'
import { inOrganization } from '@/lib/store/organization'
import { readSecret, saveSecret } from '@/lib/store/secrets'
import { createConnector } from './create-connector'
import { deleteConnector } from './delete-connector'
import { savePrecedence } from './save-precedence'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})

const actor = { kind: 'administrator', id: 'admin' } as const
const day = 86_400_000

/** Ann and Bob, a list with both, in which Ann is by hand as well; a password; and Cyd, who left. */
async function company(): Promise<ListCompany> {
  const created = await ListCompany.with(['Ann', 'Bob', 'Cyd'])
  created.directory.unit(`OU=North,${fakeBase}`)
  created.directory.list('Sales', fakeBase, [dnOf('Ann'), dnOf('Bob')], { mail: `sales@${created.directory.domain}` })
  await created.run()
  await created.addByHand('Sales', 'Ann')
  created.directory.disable(anchorOf(dnOf('Cyd')))
  await created.run()
  await inOrganization(created.organizationId, tx =>
    saveSecret(tx, created.connectorId, 'bind-password', { plain: 'secret', target: 'somewhere' }),
  )
  await savePrecedence(created.organizationId, actor, ['Example'])
  return created
}

/** Everything about accounts and lists but whose they are. */
const people = (company: ListCompany) =>
  company.sql(sql`select email_key, attributes, active, suspended, session_version from accounts order by email_key`)
const members = (company: ListCompany) =>
  company.sql(sql`select g.name, g.source, g.connector_id, a.display_name as member, m.source as by
    from groups g join group_members m on m.group_id = g.id join accounts a on a.id = m.account_id
    where g.kind = 'list' order by 4`)

test('a deleted connector takes nothing from anybody: accounts stay as they are, lists stay with their members, passwords go', async () => {
  const office = await company()
  const { organizationId, connectorId } = office
  const before = await people(office)
  await office.sql(sql`insert into agents (organization_id, id, connector_id, name, host, system, version, protocol, instance)
    values (${organizationId}, gen_random_uuid(), ${connectorId}, 'dc1', 'dc1', 'linux', '1', 1, gen_random_uuid())`)
  const effects = await office.sql(sql`select count(*)::int as effects from outbox`)
  expect(await deleteConnector(organizationId, actor, connectorId, ' Example ')).toEqual({
    ok: true,
    value: { people: 4, lists: 1, organizationalGroups: 1 },
  })
  expect(await people(office)).toEqual(before)
  expect(
    await office.sql(
      sql`select distinct connector_id, managed_by_admin, managed from accounts where display_name <> 'Outsider'`,
    ),
  ).toEqual([{ connector_id: null, managed_by_admin: true, managed: true }])
  const own = { name: 'Sales', source: 'local', connector_id: null, by: 'local' }
  expect(await members(office)).toEqual([
    { ...own, member: 'Ann' },
    { ...own, member: 'Bob' },
  ])
  expect(await office.sql(sql`select from joins`)).toEqual([])
  expect(await office.sql(sql`select revoked_by from agents where revoked_at is not null`)).toEqual([
    { revoked_by: 'admin' },
  ])
  expect(await office.sql(sql`select count(*)::int as effects from outbox`)).toEqual(effects)
  await inOrganization(organizationId, async tx => {
    expect(await readSecret(tx, connectorId, 'bind-password')).toBeNull()
    expect(await listConnectors(tx)).toEqual([])
    expect(await readConnector(tx, connectorId)).toBeNull()
    expect(await listConnectorNames(tx)).toEqual([{ id: connectorId, name: 'Example', deleted: true }])
    expect([...(await tx.execute(sql`select precedence from organizations`))]).toEqual([{ precedence: [] }])
  })
  const [record] = await office.sql<{ details: string; actor_id: string }>(
    sql`select details, actor_id from audit_entries where event = 'connector.deleted'`,
  )
  expect(JSON.parse(record?.details ?? '')).toMatchObject({ name: 'Example', people: 4, lists: 1 })
})

test('nothing of it runs or is taken back any more, and its name is free', async () => {
  const office = await company()
  const { organizationId, connectorId, administratorId } = office
  office.directory.person('Dan', fakeBase)
  const done = await office.run()
  const waiting = await office.run('preview')
  await deleteConnector(organizationId, actor, connectorId, 'Example')
  expect((await office.read(waiting.id)).state).toBe('superseded')
  await expect(office.start()).rejects.toThrow('connector-not-ready')
  const revert = await startRevert(organizationId, { runId: done.id, cause: 'manual', requestedBy: administratorId })
  expect(revert).toMatchObject({ ok: false, faults: [{ code: 'run-unknown' }] })
  expect(await createConnector(organizationId, actor, { kind: 'cloud', name: 'Example' })).toMatchObject({ ok: true })
})

test('a new connector finds the same people again by its rules', async () => {
  const office = await company()
  await deleteConnector(office.organizationId, actor, office.connectorId, 'Example')
  const connectorId = randomUUID()
  await inOrganization(office.organizationId, async tx => {
    const former = await readVersion(tx, office.connectorId, 'newest')
    if (!former) throw new Error('The former version is kept')
    await insertConnector(tx, { id: connectorId, kind: 'cloud', name: 'Example' })
    await insertVersion(tx, connectorId, { ...former, version: 1 })
    await updateConnector(tx, connectorId, { version: 1, state: 'ready' })
  })
  Object.assign(office, { connectorId })
  const preview = await office.run('preview')
  expect(await office.plan(preview.id)).toEqual({
    'link same-verified-mail planned': 3,
    'skip disabled-never-joined noted': 1,
  })
})

test('another name, or a run at work, and it stays as it is', async () => {
  const office = await company()
  const { organizationId, connectorId } = office
  const remove = (name: string) => deleteConnector(organizationId, actor, connectorId, name)
  expect(await remove('Exemple')).toMatchObject({ faults: [{ code: 'delete-name-different', path: 'name' }] })
  await office.start()
  expect(await remove('Example')).toMatchObject({ faults: [{ code: 'run-already-active' }] })
  expect(await inOrganization(organizationId, listConnectors)).toHaveLength(1)
  await office.sql(sql`update runs set state = 'cancelled', finished_at = now() where state = 'queued'`)
  const context = { organizationId, actor: { kind: 'operator' as const, id: 'test' } }
  const told = await deleteConnectorNamed(context, 'Example', { confirm: 'Example' })
  expect(told.lines[0]).toMatch(/^Example is deleted, and its passwords with it\. 4 people keep their accounts/)
  await expect(connectorNamed(context, 'Example')).rejects.toThrow('connector-not-found')
})

test('its runs are shown for as long as history is kept, and are gone after that with the rest of it', async () => {
  const office = await company()
  const { organizationId, connectorId } = office
  await deleteConnector(organizationId, actor, connectorId, 'Example')
  const left = () =>
    office.sql(sql`select (select count(*)::int from runs) as runs, (select count(*)::int from connectors) as connectors,
      (select count(*)::int from connector_versions) as versions`)
  await keepHistory(new Date(Date.now() + 399 * day))
  expect(await left()).toEqual([{ runs: 4, connectors: 1, versions: 1 }])
  await keepHistory(new Date(Date.now() + 401 * day))
  await keepHistory(new Date(Date.now() + 401 * day))
  expect(await left()).toEqual([{ runs: 0, connectors: 0, versions: 0 }])
})

test('whatever names a connector goes with it, is given to somebody else, or is history', async () => {
  const owner = postgres(database.ownerUrl, { max: 1 })
  const tables = await owner<{ name: string }[]>`
    select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'connector_id'`
  await owner.end()
  const outliving = ['accounts', 'agents', 'connector_versions', 'groups', 'runs']
  expect(tables.map(({ name }) => name).sort()).toEqual(
    [...partsOfConnectors.map(table => getTableName(table)), ...outliving].sort(),
  )
})
