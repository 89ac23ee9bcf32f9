import { type SQL, sql } from 'drizzle-orm'
import type { Anchor } from '@/lib/directory/anchor'
import { type MembershipRequest, named } from './membership-plan'
import type { OrganizationTransaction } from './organization'
import { anyOf } from './snapshots-base'
import { comparingAll } from './whole-run'

/** A list that is reached from a chosen one, which may be itself. */
export type ReachedList = {
  /** The chosen one. */
  list: Anchor
  name: string
  reached: Anchor
  membersKnown: boolean
}

/** Every list that the chosen ones reach, however deep; circles end, because no list is reached twice from the same one. */
export async function readReachedLists(
  tx: OrganizationTransaction,
  runId: string,
  chosen: readonly Anchor[],
): Promise<ReachedList[]> {
  if (chosen.length === 0) return []
  const organization = tx.organizationId
  const statement = sql`
    with recursive reach as (
      select anchor as list, anchor as reached from snapshot_objects o
      where organization_id = ${organization} and run_id = ${runId} and kind = 'list' and ${anyOf(sql`o.anchor`, chosen)}
      union
      select r.list, o.anchor from reach r
      join snapshot_members m on m.organization_id = ${organization} and m.run_id = ${runId} and m.list = r.reached
      join snapshot_objects o on o.organization_id = ${organization} and o.run_id = ${runId} and o.dn_key = m.dn_key
        and o.kind = 'list'
    )
    select r.list, r.reached, o.members is not null as "membersKnown",
      coalesce(l.attributes -> 'displayName' ->> 0, l.attributes -> 'cn' ->> 0, l.dn) as name
    from reach r
    join snapshot_objects o on o.organization_id = ${organization} and o.run_id = ${runId} and o.anchor = r.reached
    join snapshot_objects l on l.organization_id = ${organization} and l.run_id = ${runId} and l.anchor = r.list
    order by r.list, r.reached`
  return [...(await comparingAll(tx, () => tx.execute<ReachedList>(statement)))]
}

/** The names in these lists that belong to nobody and nothing of this read; more than `most` are not told. */
export async function readUnknownMembers(
  tx: OrganizationTransaction,
  runId: string,
  lists: readonly Anchor[],
  most: number,
): Promise<string[]> {
  if (lists.length === 0) return []
  const rows = await comparingAll(tx, () =>
    tx.execute<{ dn: string }>(sql`
      select distinct m.dn from snapshot_members m
      left join snapshot_objects o on o.organization_id = m.organization_id and o.run_id = m.run_id and o.dn_key = m.dn_key
      where m.organization_id = ${tx.organizationId} and m.run_id = ${runId} and ${anyOf(sql`m.list`, lists)}
        and o.anchor is null limit ${most}`),
  )
  return rows.map(({ dn }) => dn)
}

/** Whether a unit or a list changed while reading: names in lists may be older ones then. */
export async function haveNamesChanged(
  tx: OrganizationTransaction,
  { runId, startUsn }: Pick<MembershipRequest, 'runId' | 'startUsn'>,
): Promise<boolean> {
  const [row] = await tx.execute<{ changed: boolean }>(sql`
    select exists (select from snapshot_objects where organization_id = ${tx.organizationId} and run_id = ${runId}
      and kind in ('unit', 'list') and usn_changed > ${startUsn}::bigint) as changed`)
  return row?.changed ?? true
}

export type ReachRequest = Pick<MembershipRequest, 'runId' | 'domainSid'> & { lists: readonly ReachedList[] }

/** Whom the chosen lists reach, each with one of them: always the same, whatever the order of rows. */
export function reachedPeople(organizationId: string, { runId, domainSid, lists }: ReachRequest): SQL {
  const rows = lists.map(({ list, reached }) => ({ list, reached }))
  const anchors = [...new Set(lists.map(({ reached }) => reached))]
  return sql`
    select n.member as anchor, min(r.list::text)::uuid as list
    from (${named({ organizationId, runId, domainSid }, anchors)}) n
    join jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as r(list uuid, reached uuid) on r.reached = n.list
    where n.kind = 'person' group by n.member`
}

/** The chosen list that reaches one person, or null. */
export async function readReachOf(
  tx: OrganizationTransaction,
  request: ReachRequest,
  anchor: Anchor,
): Promise<Anchor | null> {
  if (request.lists.length === 0) return null
  const [row] = await comparingAll(tx, () =>
    tx.execute<{ list: Anchor }>(
      sql`select list from (${reachedPeople(tx.organizationId, request)}) reached where anchor = ${anchor}`,
    ),
  )
  return row?.list ?? null
}
