import { type SQL, sql } from 'drizzle-orm'
import type { Anchor } from '@/lib/directory/anchor'
import type { JoinedAccount } from '@/lib/sync/facts'
import {
  accountJson,
  actingAddress,
  type StoredAccount,
  type StoredJoin,
  toAccountFacts,
  toJoinFacts,
} from './accounts-facts'
import type { OrganizationTransaction } from './organization'
import { comparingAll } from './whole-run'

export type AbsentPerson = JoinedAccount & { anchor: Anchor }
type AbsentRow = { anchor: Anchor; join_facts: StoredJoin; account: StoredAccount }

export type AbsentRequest = {
  runId: string
  connectorId: string
  actingFor: string
  after: Anchor | null
  limit: number
}

type Asked = Pick<AbsentRequest, 'runId' | 'connectorId' | 'actingFor'>

/** Joined people whom this run did not read, in the order of their anchors. */
export async function readAbsentPeople(tx: OrganizationTransaction, request: AbsentRequest): Promise<AbsentPerson[]> {
  const { after, limit } = request
  const acting = await actingAddress(tx, request.actingFor)
  const next = after === null ? sql`` : sql`and j.anchor > ${after}`
  const some = sql`${next} order by j.anchor limit ${limit}`
  const rows = await comparingAll(tx, () =>
    tx.execute<AbsentRow>(absentStatement(tx.organizationId, { ...request, acting }, some)),
  )
  return rows.map(toAbsentPerson)
}

/** One of them, or null. */
export async function readAbsentPerson(
  tx: OrganizationTransaction,
  request: Asked,
  anchor: Anchor,
): Promise<AbsentPerson | null> {
  const acting = await actingAddress(tx, request.actingFor)
  const [row] = await tx.execute<AbsentRow>(
    absentStatement(tx.organizationId, { ...request, acting }, sql`and j.anchor = ${anchor}`),
  )
  return row ? toAbsentPerson(row) : null
}

/** @param some which of them; nobody's account is looked at before it is known who is absent */
const absentStatement = (
  organizationId: string,
  { runId, connectorId, acting }: Asked & { acting: string | null },
  some: SQL,
) => sql`
  with absent as materialized (
    select j.* from joins j where j.organization_id = ${organizationId} and j.connector_id = ${connectorId}
      and not exists (select from mapped_people p where p.organization_id = j.organization_id
        and p.run_id = ${runId} and p.anchor = j.anchor) ${some}
  )
  select j.anchor, jsonb_build_object('parent', j.parent, 'unit', j.unit, 'throughList', j.through_list, 'suspectedAt', j.suspected_at) as join_facts,
    ${accountJson('a', connectorId, acting)} as account
  from absent j join accounts a on a.organization_id = j.organization_id and a.id = j.account_id
  order by j.anchor`

const toAbsentPerson = (row: AbsentRow): AbsentPerson => ({
  anchor: row.anchor,
  join: toJoinFacts(row.join_facts),
  account: toAccountFacts(row.account),
})

/**
 * Everyone read was there: absence starts anew, and the unit is where the person is now. Rows that say so already, of
 * less than an hour ago, are left as they are.
 */
export async function markSeen(tx: OrganizationTransaction, connectorId: string, runId: string): Promise<void> {
  const statement = sql`
    update joins j set last_seen_at = now(), suspected_at = null, suspected_run_id = null, parent = p.parent, unit = p.unit,
      through_list = case when p.placement = 'in' then p.list else j.through_list end
    from mapped_people p
    where j.organization_id = ${tx.organizationId} and j.connector_id = ${connectorId}
      and p.organization_id = ${tx.organizationId} and p.run_id = ${runId} and p.anchor = j.anchor
      and (j.last_seen_at is null or j.last_seen_at < now() - interval '1 hour' or j.suspected_at is not null
        or (j.parent, j.unit) is distinct from (p.parent, p.unit)
        or (p.placement = 'in' and j.through_list is distinct from p.list))`
  await comparingAll(tx, () => tx.execute(statement))
}

/** Absence counts from the first complete read that missed the person with its unit still readable. */
export async function markSuspected(
  tx: OrganizationTransaction,
  connectorId: string,
  runId: string,
  now: Date,
): Promise<void> {
  const statement = sql`
    update joins j set suspected_at = ${now.toISOString()}::timestamptz, suspected_run_id = ${runId}::uuid
    from changes c
    where j.organization_id = ${tx.organizationId} and j.connector_id = ${connectorId} and j.suspected_at is null
      and c.organization_id = j.organization_id and c.run_id = ${runId} and c.anchor = j.anchor
      and c.reason = 'absent-first-time'`
  await comparingAll(tx, () => tx.execute(statement))
}
