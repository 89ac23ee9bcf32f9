import { sql } from 'drizzle-orm'
import { standIns } from './membership-plan'
import type { OrganizationTransaction } from './organization'
import { comparingAll } from './whole-run'

type OfRun = { runId: string; connectorId: string }

/**
 * Units and lists that were read were there: absence starts anew, and where they stood is known. Rows that say so already,
 * of less than an hour ago, are left as they are.
 */
export async function markGroupsSeen(tx: OrganizationTransaction, { runId, connectorId }: OfRun): Promise<void> {
  const statement = sql`
    update group_joins j set last_seen_at = now(), suspected_at = null, parent = o.parent
    from snapshot_objects o
    where j.organization_id = ${tx.organizationId} and j.connector_id = ${connectorId} and j.released_at is null
      and o.organization_id = ${tx.organizationId} and o.run_id = ${runId} and o.anchor = j.anchor
      and o.kind in ('unit', 'list')
      and (j.last_seen_at is null or j.last_seen_at < now() - interval '1 hour' or j.suspected_at is not null
        or j.parent is distinct from o.parent)`
  await comparingAll(tx, () => tx.execute(statement))
}

/** Absence counts from the first complete read that missed it with its unit still readable. */
export async function markGroupsSuspected(
  tx: OrganizationTransaction,
  { runId, connectorId }: OfRun,
  now: Date,
): Promise<void> {
  await tx.execute(sql`
    update group_joins j set suspected_at = ${now.toISOString()}::timestamptz from group_changes c
    where j.organization_id = ${tx.organizationId} and j.connector_id = ${connectorId} and j.suspected_at is null
      and c.organization_id = j.organization_id and c.run_id = ${runId} and c.anchor = j.anchor
      and c.reason = 'group-absent-first-time'`)
}

/**
 * How many members of each list have no account here, and how many were not read at all: contacts, and people elsewhere.
 * Of a list without known members the numbers stay what they were.
 */
export async function countUnlinkedMembers(tx: OrganizationTransaction, ofRun: OfRun): Promise<void> {
  const { runId, connectorId } = ofRun
  const lists = sql`anchor in (select anchor from group_joins
    where organization_id = ${tx.organizationId} and connector_id = ${connectorId} and released_at is null)`
  const statement = sql`
    with recursive ${standIns({ ...ofRun, organizationId: tx.organizationId }, lists)}, members as (
      select distinct v.list, m.dn_key from via v join snapshot_members m on m.list = v.via
      where m.organization_id = ${tx.organizationId} and m.run_id = ${runId}
    ), counted as (
      select m.list, count(*) filter (where o.anchor is null)::int as others,
        count(*) filter (where o.kind = 'person' and person.anchor is null)::int as outside
      from members m
      left join snapshot_objects o on o.organization_id = ${tx.organizationId} and o.run_id = ${runId}
        and o.dn_key = m.dn_key and o.kind in ('person', 'list')
      left join joins person on person.organization_id = ${tx.organizationId}
        and person.connector_id = ${connectorId} and person.anchor = o.anchor
      group by m.list
    ), known as (
      select v.list as anchor, bool_and(o.members is not null) as members_known,
        coalesce(max(c.others), 0) as others, coalesce(max(c.outside), 0) as outside
      from via v join snapshot_objects o on o.anchor = v.via left join counted c on c.list = v.list
      where o.organization_id = ${tx.organizationId} and o.run_id = ${runId} group by v.list
    )
    update group_joins j set members_known = k.members_known,
      others = case when k.members_known then k.others else j.others end,
      outside = case when k.members_known then k.outside else j.outside end
    from known k
    where j.organization_id = ${tx.organizationId} and j.connector_id = ${connectorId} and j.anchor = k.anchor
      and (j.members_known <> k.members_known or (k.members_known and (j.others, j.outside) <> (k.others, k.outside)))`
  await comparingAll(tx, () => tx.execute(statement))
}
