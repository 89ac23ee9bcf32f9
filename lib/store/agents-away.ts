import { type SQL, sql } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import type { OrganizationTransaction } from './organization'
import type { Due } from './runs-due'

const at = (moment: Date): SQL => sql`${moment.toISOString()}::timestamptz`

/**
 * Connectors that agents are wanted for: nobody is told about one that is being set up, paused or read from the cloud, nor
 * about one that waits for its first agent.
 */
const needed = sql`(c.kind = 'agent' and c.deleted_at is null and c.state in ('active', 'attention')
  and exists (select from agents e where e.organization_id = c.organization_id and e.connector_id = c.id))`

const agents = sql`select from agents a where a.organization_id = c.organization_id and a.connector_id = c.id
  and a.revoked_at is null`

/**
 * Connectors of all organizations of whose agents there may be something to tell: one that was not heard of since then and
 * of which nobody was told within a day, or something that stands and may be over.
 */
export async function listConnectorsWithNews(across: Transaction, before: Date, now: Date): Promise<Due[]> {
  const working = sql`exists (${agents} and a.last_contact_at >= ${at(before)})`
  const standing = sql`select from alerts s where s.organization_id = c.organization_id and s.connector_id = c.id
    and s.ended_at is null`
  const told = sql`s.last_at > ${at(now)} - interval '1 day'`
  const rows = await across.execute<{ organization_id: string; id: string }>(sql`
    select c.organization_id, c.id from connectors c
    where ${needed} and not ${working} and not exists (${standing} and s.event = 'no-agent-left' and ${told})
      or ${needed} and ${working} and exists (${agents} and a.last_contact_at < ${at(before)}
        and not exists (${standing} and s.event = 'agent-offline' and s.cause = a.id::text and ${told}))
      or exists (${standing} and (
        s.event = 'no-agent-left' and (${working} or not ${needed})
        or s.event = 'agent-offline' and not (${needed} and exists (${agents} and a.id::text = s.cause
          and a.last_contact_at < ${at(before)}))))`)
  return rows.map(row => ({ organizationId: row.organization_id, id: row.id }))
}

/** Locked against telling it twice. */
export async function lockConnectorWithAgents(
  tx: OrganizationTransaction,
  connectorId: string,
): Promise<{ needed: boolean }> {
  const [row] = await tx.execute<{ needed: boolean }>(sql`
    select ${needed} as needed from connectors c where c.organization_id = ${tx.organizationId} and c.id = ${connectorId}
    for update`)
  return { needed: row?.needed ?? false }
}

/** A connector that needs agents: those that were not heard of since then, by name, and how many work. */
export type AgentsOfConnector = { id: string; name: string; working: number; away: string[] }

export async function listAgentsAway(tx: OrganizationTransaction, before: Date): Promise<AgentsOfConnector[]> {
  const silent = sql`a.last_contact_at < ${at(before)}`
  return [
    ...(await tx.execute<AgentsOfConnector>(sql`
      select c.id, c.name, (count(a.id) filter (where not ${silent}))::int as working,
        coalesce(array_agg(a.name order by a.name) filter (where ${silent}), '{}') as away
      from connectors c left join agents a on a.organization_id = c.organization_id and a.connector_id = c.id
        and a.revoked_at is null
      where c.organization_id = ${tx.organizationId} and ${needed}
      group by c.id, c.name order by c.name`)),
  ]
}
