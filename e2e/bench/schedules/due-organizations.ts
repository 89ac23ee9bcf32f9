import { randomUUID } from 'node:crypto'
import type { Sql } from 'postgres'
import { activateVersion } from '@/lib/connectors/activate-version'
import { createConnector } from '@/lib/connectors/create-connector'
import { prepareVersion } from '@/lib/connectors/prepare-version'
import { saveConnection } from '@/lib/connectors/save-connection'
import { saveOrganizationalUnits } from '@/lib/connectors/save-organizational-units'
import type { Outcome } from '@/lib/outcome'
import { updateConnector } from '@/lib/store/connectors'
import { verifyDomain } from '@/lib/store/domains'
import { acrossOrganizations, inOrganization } from '@/lib/store/organization'
import { createOrganization } from '@/lib/store/organizations'

const startsOn = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)
/** A schedule that comes round only when the measurement says so. */
const schedule = { full: { every: 'weeks', count: 52, at: '04:00' }, quick: null, quietHours: null, startsOn }
const time = `${startsOn}T04:00:00Z`
const settings = {
  connection: {
    ...{ hosts: [{ host: '127.0.0.1', port: 636 }], security: 'ldaps', ca: null },
    ...{ baseDn: 'DC=example,DC=com', userId: 'reader@example.com' },
  },
  organizationalUnits: { mode: 'all' },
}

/** Organizations with one live connector each, which has no password: its runs end as soon as a worker looks at them. */
export async function addOrganizations(sql: Sql, count: number): Promise<void> {
  await sql`insert into organizations (id, name) select gen_random_uuid(), 'Organization ' || n
    from generate_series(1, ${count}::int) n`
  await sql`insert into domains (organization_id, name, verified_by, verified_at)
    select id, id || '.example', 'operator', now() from organizations`
  await sql`insert into connectors (organization_id, id, kind, name, state, version, domain_sid)
    select id, gen_random_uuid(), 'cloud', 'Directory', 'active', 1, 'S-1-5-21-1-2-3' from organizations`
  await sql`insert into connector_versions (organization_id, connector_id, version, settings, author)
    select organization_id, id, 1, ${sql.json(settings)}, 'bench' from connectors`
  await schedules(sql)
}

/** Every connector has the schedule, and both its clocks. */
export async function schedules(sql: Sql): Promise<void> {
  await sql`update connectors set schedule = ${sql.json(schedule)}, schedule_revision = 1, domain_sid = 'S-1-5-21-1-2-3'`
  await sql`insert into schedule_clocks (organization_id, connector_id, kind, revision, time_zone)
    select c.organization_id, c.id, k.kind, 1, 'UTC' from connectors c, (values ('full'), ('quick')) k(kind) on conflict do nothing`
  for (const table of ['organizations', 'domains', 'connectors', 'connector_versions', 'schedule_clocks'])
    await sql.unsafe(`analyze ${table}`)
}

/** Forgets all runs and jobs, and lets the time of `most` connectors come and of all that are stalled, in the same moment. */
export async function allDue(sql: Sql, most: number): Promise<void> {
  // A truncation of all three would wait for the last of the processes that were just ended, and they for it.
  for (const table of ['pgboss.job', 'runs', 'audit_entries']) await sql.unsafe(`delete from ${table}`)
  await sql`update schedule_clocks set next_for = null, due_at = null, last_for = null, last_date = null, left_out = null`
  await sql`update schedule_clocks set next_for = ${time}::timestamptz, due_at = now() where kind = 'full'
    and connector_id in ((select id from connectors where name = 'Directory' order by id limit ${most})
      union all select id from connectors where name = 'Stalled')`
}

/** An organization whose directory accepts connections at this port and never says a word. */
export async function addStalled(port: number): Promise<void> {
  const organizationId = randomUUID()
  const actor = { kind: 'operator', id: 'bench' } as const
  const connection = {
    ...{ hosts: [{ host: '127.0.0.1', port }], security: 'ldaps' as const, ca: null },
    ...{ baseDn: 'DC=example,DC=com', userId: 'reader@example.com' },
  }
  await acrossOrganizations('bench', tx => createOrganization(tx, { id: organizationId, name: 'Stalled' }))
  const { connectorId } = given(await createConnector(organizationId, actor, { kind: 'cloud', name: 'Stalled' }))
  const saved = await saveConnection(organizationId, actor, connectorId, {
    name: 'Stalled',
    connection,
    password: 'bench',
  })
  given(await saveOrganizationalUnits(organizationId, actor, connectorId, { mode: 'all' }))
  await inOrganization(organizationId, async tx => {
    await updateConnector(tx, connectorId, { testedHash: given(saved).hash, testedAt: new Date() })
    await verifyDomain(tx, `${organizationId}.example`, 'operator')
  })
  const { version } = given(await prepareVersion(organizationId, actor, connectorId))
  await inOrganization(organizationId, tx => activateVersion(tx, connectorId, version))
}

function given<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.faults.map(({ code }) => code).join())
  return outcome.value
}
