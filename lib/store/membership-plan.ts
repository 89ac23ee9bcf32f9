import { type SQL, sql } from 'drizzle-orm'
import type { Anchor } from '@/lib/directory/anchor'
import type { OrganizationTransaction } from './organization'
import { anyOf } from './snapshots-base'
import { comparingAll } from './whole-run'

/** What comparing the memberships of one run needs. */
export type MembershipRequest = {
  runId: string
  connectorId: string
  /** Of the domain that was read: primary groups are named by the rest of their SID. */
  domainSid: string
  /** highestCommittedUSN before the first page. Who changed since may be named in a list under an older name. */
  startUsn: string
}

type Request = MembershipRequest & { organizationId: string }

/** Who may be a member here: people and lists that are linked, or will be by this same plan. */
const able = ({ organizationId, runId, connectorId }: Request): SQL => sql`
  select j.anchor, 'person' as kind, a.display_name as name
  from joins j join accounts a on a.organization_id = j.organization_id and a.id = j.account_id
  where j.organization_id = ${organizationId} and j.connector_id = ${connectorId}
  union all
  select anchor, 'person', display_name from changes
  where organization_id = ${organizationId} and run_id = ${runId} and kind in ('add', 'link')
  union all
  select j.anchor, 'list', g.name
  from group_joins j join groups g on g.organization_id = j.organization_id and g.id = j.group_id
  where j.organization_id = ${organizationId} and j.connector_id = ${connectorId} and j.released_at is null
    and g.kind = 'list'
  union all
  select anchor, 'list', name from group_changes
  where organization_id = ${organizationId} and run_id = ${runId} and kind in ('add', 'link') and group_kind = 'list'`

/**
 * The groups whose members count as a list's own: the list itself, and whatever groups in it were read and are no lists
 * here, such as security groups, however deep. They may form circles.
 */
export const standIns = (
  { organizationId, runId, connectorId }: Pick<Request, 'organizationId' | 'runId' | 'connectorId'>,
  lists: SQL,
): SQL => sql`
  inside as materialized (
    select m.list, o.anchor as member from snapshot_members m join snapshot_objects o on o.dn_key = m.dn_key
    where m.organization_id = ${organizationId} and m.run_id = ${runId}
      and o.organization_id = ${organizationId} and o.run_id = ${runId} and o.kind = 'list'
  ), own as materialized (
    select anchor from group_joins
    where organization_id = ${organizationId} and connector_id = ${connectorId} and released_at is null
    union
    select anchor from group_changes where organization_id = ${organizationId} and run_id = ${runId}
      and kind in ('add', 'link') and group_kind = 'list'
  ), via as (
    select anchor as list, anchor as via from snapshot_objects
    where organization_id = ${organizationId} and run_id = ${runId} and kind = 'list' and ${lists}
    union
    select v.list, i.member from via v join inside i on i.list = v.via
    where not exists (select from own where own.anchor = i.member)
  )`

const standInsOf = (request: Request, lists: readonly Anchor[]): SQL => standIns(request, anyOf(sql`anchor`, lists))

type OfRead = Pick<Request, 'organizationId' | 'runId' | 'domainSid'>

/** Whom these lists name and this read knows: their `member`, and those whose primary group they are. */
export const named = (read: OfRead, lists: readonly Anchor[]): SQL => {
  const themselves = sql`(select value::uuid as list, value::uuid as via
    from jsonb_array_elements_text(${JSON.stringify(lists)}::text::jsonb))`
  return namedBy(read, themselves, sql`o.kind in ('person', 'list')`)
}

/** The same for `via`: people, and lists that are lists here. */
const namedVia = (read: OfRead): SQL =>
  namedBy(
    read,
    sql`via`,
    sql`(o.kind = 'person' or o.kind = 'list' and exists (select from own where own.anchor = o.anchor))`,
  )

const namedBy = ({ organizationId, runId, domainSid }: OfRead, via: SQL, kinds: SQL): SQL => sql`
  select v.list, o.anchor as member, o.kind
  from ${via} v join snapshot_members m on m.list = v.via join snapshot_objects o on o.dn_key = m.dn_key
  where m.organization_id = ${organizationId} and m.run_id = ${runId}
    and o.organization_id = ${organizationId} and o.run_id = ${runId} and o.anchor <> v.list and ${kinds}
  union
  select v.list, p.anchor, p.kind
  from ${via} v join snapshot_objects l on l.anchor = v.via join snapshot_objects p
    on ${domainSid} || '-' || (p.attributes -> 'primaryGroupID' ->> 0) = l.attributes -> 'objectSid' ->> 0
  where l.organization_id = ${organizationId} and l.run_id = ${runId} and l.kind = 'list'
    and p.organization_id = ${organizationId} and p.run_id = ${runId} and p.kind = 'person'`

/** Of these lists those of which it cannot be told who is in them: a group on the way has members that nobody could read. */
export async function readUnknownLists(
  tx: OrganizationTransaction,
  asked: MembershipRequest,
  lists: readonly Anchor[],
): Promise<Set<Anchor>> {
  if (lists.length === 0) return new Set()
  const statement = sql`
    with recursive ${standInsOf({ ...asked, organizationId: tx.organizationId }, lists)}
    select distinct v.list from via v join snapshot_objects o on o.anchor = v.via
    where o.organization_id = ${tx.organizationId} and o.run_id = ${asked.runId} and o.members is null`
  const rows = await comparingAll(tx, () => tx.execute<{ list: Anchor }>(statement))
  return new Set(rows.map(row => row.list))
}

/** Who is in the lists because the directory said so. */
const given = ({ organizationId, connectorId }: Request, lists: readonly Anchor[]): SQL => sql`
  select l.anchor as list, j.anchor as member, 'person' as kind, a.display_name as name
  from group_joins l
  join group_members m on m.organization_id = l.organization_id and m.group_id = l.group_id
  join joins j on j.organization_id = m.organization_id and j.account_id = m.account_id
  join accounts a on a.organization_id = m.organization_id and a.id = m.account_id
  where l.organization_id = ${organizationId} and l.connector_id = ${connectorId} and ${anyOf(sql`l.anchor`, lists)}
    and m.source = 'directory' and j.connector_id = ${connectorId}
  union all
  select l.anchor, inner_join.anchor, 'list', g.name
  from group_joins l
  join group_nestings n on n.organization_id = l.organization_id and n.group_id = l.group_id
  join group_joins inner_join on inner_join.organization_id = n.organization_id and inner_join.group_id = n.inner_id
  join groups g on g.organization_id = n.organization_id and g.id = n.inner_id
  where l.organization_id = ${organizationId} and l.connector_id = ${connectorId} and ${anyOf(sql`l.anchor`, lists)}
    and n.source = 'directory' and inner_join.connector_id = ${connectorId}`

/** Whom this read delivered, unchanged since it began: of others nobody can tell whether a list names them. */
const settled = ({ organizationId, runId, startUsn }: Request): SQL => sql`
  select anchor, kind from snapshot_objects
  where organization_id = ${organizationId} and run_id = ${runId} and kind in ('person', 'list')
    and usn_changed <= ${startUsn}::bigint`

const insert = (organizationId: string, runId: string, aspect: 'joining' | 'leaving', rows: SQL): SQL => sql`
  insert into membership_changes (organization_id, run_id, list, aspect, member_kind, source, member, name)
  select ${organizationId}::uuid, ${runId}::uuid, list, ${aspect}::text, kind, source, member, coalesce(name, '')
  from (${rows}) differences on conflict do nothing`

/**
 * The differences between whom these lists name and whom the directory put in, as rows: set against set, whatever their
 * sizes. Nobody joins or leaves a list who was not read, or who changed while reading.
 */
export async function compareMembers(
  tx: OrganizationTransaction,
  asked: MembershipRequest,
  lists: readonly Anchor[],
): Promise<void> {
  if (lists.length === 0) return
  const request = { ...asked, organizationId: tx.organizationId }
  const joining = sql`
    with recursive ${standInsOf(request, lists)}, named as (${namedVia(request)}), given as (${given(request, lists)}),
      able as (${able(request)}), settled as (${settled(request)})
    select n.list, n.kind, 'directory' as source, n.member, a.name
    from named n join able a on a.anchor = n.member and a.kind = n.kind
      join settled s on s.anchor = n.member and s.kind = n.kind
    where not exists (select from given p where p.list = n.list and p.member = n.member and p.kind = n.kind)`
  const leaving = sql`
    with recursive ${standInsOf(request, lists)}, named as (${namedVia(request)}), given as (${given(request, lists)}),
      settled as (${settled(request)})
    select p.list, p.kind, 'directory' as source, p.member, p.name
    from given p join settled s on s.anchor = p.member and s.kind = p.kind
    where not exists (select from named n where n.list = p.list and n.member = p.member and n.kind = p.kind)`
  await comparingAll(tx, async () => {
    await tx.execute(insert(tx.organizationId, asked.runId, 'joining', joining))
    await tx.execute(insert(tx.organizationId, asked.runId, 'leaving', leaving))
  })
}

/** Where lists are kept in step: members made by hand whom the directory does not name leave too. */
export async function compareHandMade(
  tx: OrganizationTransaction,
  asked: MembershipRequest,
  lists: readonly Anchor[],
): Promise<void> {
  if (lists.length === 0) return
  const request = { ...asked, organizationId: tx.organizationId }
  const { organizationId, connectorId } = request
  const surplus = sql`
    with recursive ${standInsOf(request, lists)}, named as (${namedVia(request)}), settled as (${settled(request)}), made as (
      select l.anchor as list, 'person' as kind, m.account_id as member, j.anchor, a.display_name as name
      from group_joins l
      join group_members m on m.organization_id = l.organization_id and m.group_id = l.group_id
      join accounts a on a.organization_id = m.organization_id and a.id = m.account_id
      left join joins j on j.organization_id = m.organization_id and j.account_id = m.account_id
        and j.connector_id = l.connector_id
      where l.organization_id = ${organizationId} and l.connector_id = ${connectorId}
        and ${anyOf(sql`l.anchor`, lists)} and m.source = 'local'
      union all
      select l.anchor, 'list', n.inner_id, j.anchor, g.name
      from group_joins l
      join group_nestings n on n.organization_id = l.organization_id and n.group_id = l.group_id
      join groups g on g.organization_id = n.organization_id and g.id = n.inner_id
      left join group_joins j on j.organization_id = n.organization_id and j.group_id = n.inner_id
        and j.connector_id = l.connector_id
      where l.organization_id = ${organizationId} and l.connector_id = ${connectorId}
        and ${anyOf(sql`l.anchor`, lists)} and n.source = 'local'
    )
    select list, kind, 'local' as source, member, name from made
    where (anchor is null or exists (select from settled s where s.anchor = made.anchor and s.kind = made.kind))
      and not exists (select from named n where n.list = made.list and n.member = made.anchor and n.kind = made.kind)`
  await comparingAll(tx, () => tx.execute(insert(organizationId, asked.runId, 'leaving', surplus)))
}

/** Whom the directory put into lists that end for it, and who go with it. */
export async function endMemberships(
  tx: OrganizationTransaction,
  asked: MembershipRequest,
  lists: readonly Anchor[],
): Promise<void> {
  if (lists.length === 0) return
  const all = sql`select list, kind, 'directory' as source, member, name
    from (${given({ ...asked, organizationId: tx.organizationId }, lists)}) given`
  await comparingAll(tx, () => tx.execute(insert(tx.organizationId, asked.runId, 'leaving', all)))
}

/** Of each list and aspect: how many, and a hash that names exactly these members. */
export type MembershipSummary = { list: Anchor; aspect: 'joining' | 'leaving'; members: number; hash: string }

export async function summarizeMemberships(tx: OrganizationTransaction, runId: string): Promise<MembershipSummary[]> {
  const identity = sql`member_kind || ' ' || source || ' ' || member::text`
  const rows = await tx.execute<MembershipSummary>(sql`
    select list, aspect, count(*)::int as members,
      encode(sha256(convert_to(string_agg(${identity}, ',' order by ${identity} collate "C"), 'UTF8')), 'hex') as hash
    from membership_changes where organization_id = ${tx.organizationId} and run_id = ${runId}
    group by list, aspect order by list, aspect`)
  return [...rows]
}

/** Whether any unit changed while reading, and with it the names of everything below it. */
export async function haveUnitsChanged(
  tx: OrganizationTransaction,
  { runId, startUsn }: Pick<MembershipRequest, 'runId' | 'startUsn'>,
): Promise<boolean> {
  const [row] = await tx.execute<{ changed: boolean }>(sql`
    select exists (select from snapshot_objects where organization_id = ${tx.organizationId} and run_id = ${runId}
      and kind = 'unit' and usn_changed > ${startUsn}::bigint) as changed`)
  return row?.changed ?? true
}
