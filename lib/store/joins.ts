import { sql } from 'drizzle-orm'
import type { Anchor } from '@/lib/directory/anchor'
import type { JoinedAccount } from '@/lib/sync/facts'
import { accountJson, type StoredAccount, type StoredJoin, toAccountFacts, toJoinFacts } from './accounts-facts'
import type { FactsRequest } from './mapped-people'
import type { OrganizationTransaction } from './organization'

export type AbsentPerson = JoinedAccount & { anchor: Anchor }
type AbsentRow = { anchor: Anchor; join_facts: StoredJoin; account: StoredAccount }

/** Joined people whom this run did not read, in the order of their anchors. */
export async function readAbsentPeople(tx: OrganizationTransaction, request: FactsRequest): Promise<AbsentPerson[]> {
  const { runId, connectorId, actingFor, after, limit } = request
  const rows = await tx.execute<AbsentRow>(sql`
    select j.anchor, jsonb_build_object('parent', j.parent, 'unit', j.unit, 'suspectedAt', j.suspected_at) as join_facts,
      ${accountJson('a', connectorId, actingFor)} as account
    from joins j join accounts a on a.organization_id = j.organization_id and a.id = j.account_id
    where j.organization_id = ${tx.organizationId} and j.connector_id = ${connectorId}
      ${after === null ? sql`` : sql`and j.anchor > ${after}`}
      and not exists (select from mapped_people p where p.organization_id = j.organization_id
        and p.run_id = ${runId} and p.anchor = j.anchor)
    order by j.anchor limit ${limit}`)
  return rows.map(row => ({
    anchor: row.anchor,
    join: toJoinFacts(row.join_facts),
    account: toAccountFacts(row.account),
  }))
}

/** How many joined people this run did not read. */
export async function countAbsentPeople(
  tx: OrganizationTransaction,
  connectorId: string,
  runId: string,
): Promise<number> {
  const [row] = await tx.execute<{ people: number }>(sql`
    select count(*)::int as people from joins j
    where j.organization_id = ${tx.organizationId} and j.connector_id = ${connectorId}
      and not exists (select from mapped_people p where p.organization_id = j.organization_id
        and p.run_id = ${runId} and p.anchor = j.anchor)`)
  return row?.people ?? 0
}

/** Linked accounts of this connector that may sign in: what the hold's percentages are of. */
export async function countEnabledLinked(tx: OrganizationTransaction, connectorId: string): Promise<number> {
  const [row] = await tx.execute<{ people: number }>(sql`
    select count(*)::int as people from joins j
    join accounts a on a.organization_id = j.organization_id and a.id = j.account_id
    where j.organization_id = ${tx.organizationId} and j.connector_id = ${connectorId} and a.active and not a.suspended`)
  return row?.people ?? 0
}

/** Everyone read was there: absence starts anew. The unit moves on only with people in scope, so that a held move is still explained as a move. */
export async function markSeen(tx: OrganizationTransaction, connectorId: string, runId: string): Promise<void> {
  await tx.execute(sql`
    update joins j set last_seen_at = now(), suspected_at = null, suspected_run_id = null,
      parent = case when p.placement = 'in' then p.parent else j.parent end,
      unit = case when p.placement = 'in' then p.unit else j.unit end
    from mapped_people p
    where j.organization_id = ${tx.organizationId} and j.connector_id = ${connectorId}
      and p.organization_id = j.organization_id and p.run_id = ${runId} and p.anchor = j.anchor`)
}

/** Absence counts from the first complete read that missed the person with its unit still readable. */
export async function markSuspected(
  tx: OrganizationTransaction,
  connectorId: string,
  runId: string,
  now: Date,
): Promise<void> {
  await tx.execute(sql`
    update joins j set suspected_at = ${now.toISOString()}::timestamptz, suspected_run_id = ${runId}::uuid
    from changes c
    where j.organization_id = ${tx.organizationId} and j.connector_id = ${connectorId} and j.suspected_at is null
      and c.organization_id = j.organization_id and c.run_id = ${runId} and c.anchor = j.anchor
      and c.reason = 'absent-first-time'`)
}
