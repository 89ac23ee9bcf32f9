import { sql } from 'drizzle-orm'
import type { Anchor } from '@/lib/directory/anchor'
import type { GroupKind, GroupSource, MembershipSource } from '@/lib/sync/groups/group-change'
import type { OrganizationTransaction } from './organization'

/** An organizational group or a list, with whom it has. */
export type Group = {
  id: string
  kind: GroupKind
  name: string
  address: string | null
  description: string | null
  source: GroupSource
  parent: { id: string; name: string } | null
  /** Of what follows a directory, or did. */
  anchor: Anchor | null
  connectorId: string | null
  /** People and groups directly in it; of an organizational group the people of its unit and the groups below it. */
  members: number
  /** Of a list: everybody whom it reaches. */
  effectiveMembers: number
  /** Of a list, as last read: members without an account here, and members that the directory did not show. */
  outside: number
  others: number
  membersKnown: boolean
  createdAt: Date
  updatedAt: Date
}

export type GroupFilter = { kind: GroupKind; query?: string; page: number; pageSize: number }

/** One page of the organizational groups or lists, sorted by name; `query` finds a part of a name or address, `page` counts from 1. */
export async function listGroups(
  tx: OrganizationTransaction,
  { kind, query, page, pageSize }: GroupFilter,
): Promise<{ rows: Group[]; total: number }> {
  const wanted = query?.trim().toLowerCase() ?? ''
  const where = sql`g.organization_id = ${tx.organizationId} and g.kind = ${kind}
    and (${wanted} = '' or position(${wanted} in lower(g.name)) > 0 or position(${wanted} in coalesce(g.address, '')) > 0)`
  const [total] = await tx.execute<{ total: number }>(sql`select count(*)::int as total from groups g where ${where}`)
  const rows = await tx.execute<GroupRow>(sql`
    select g.id, g.kind, g.name, g.address, g.description, g.source, j.anchor, j.connector_id as "connectorId",
      g.created_at as "createdAt", g.updated_at as "updatedAt",
      case when above.id is not null then jsonb_build_object('id', above.id, 'name', above.name) end as parent,
      coalesce(j.outside, 0) as outside, coalesce(j.others, 0) as others, coalesce(j.members_known, true) as "membersKnown",
      (select count(*)::int from effective_members e
        where e.organization_id = g.organization_id and e.group_id = g.id) as "effectiveMembers",
      case when g.kind = 'list'
        then (select count(distinct account_id)::int from group_members m
            where m.organization_id = g.organization_id and m.group_id = g.id)
          + (select count(distinct inner_id)::int from group_nestings n
            where n.organization_id = g.organization_id and n.group_id = g.id)
        else (select count(*)::int from joins p where p.organization_id = g.organization_id
            and p.connector_id = j.connector_id and p.parent = j.anchor)
          + (select count(*)::int from groups below
            where below.organization_id = g.organization_id and below.parent_id = g.id)
      end as members
    from (select * from groups g where ${where} order by g.name, g.id limit ${pageSize} offset ${(page - 1) * pageSize}) g
    left join group_joins j on j.organization_id = g.organization_id and j.group_id = g.id
    left join groups above on above.organization_id = g.organization_id and above.id = g.parent_id
    order by g.name, g.id`)
  return { rows: rows.map(toGroup), total: total?.total ?? 0 }
}

type GroupRow = Omit<Group, 'createdAt' | 'updatedAt'> & { createdAt: string; updatedAt: string }
const toGroup = (row: GroupRow): Group => ({
  ...row,
  createdAt: new Date(row.createdAt),
  updatedAt: new Date(row.updatedAt),
})

/** Every organizational group or list, page by page. */
export async function* everyGroup(
  tx: OrganizationTransaction,
  kind: GroupKind,
  pageSize = 500,
): AsyncGenerator<Group[]> {
  for (let page = 1; ; page++) {
    const { rows } = await listGroups(tx, { kind, page, pageSize })
    if (rows.length > 0) yield rows
    if (rows.length < pageSize) return
  }
}

/** Somebody or something in a group; of a list with who put it in, which may be both. */
export type GroupMember = { id: string; type: 'User' | 'Group'; name: string; sources: MembershipSource[] }
export type MemberPlace = { limit: number; after: { name: string; id: string } | null }

/** The direct members of a list, or the people and groups of an organizational group, sorted by name. */
export async function listGroupMembers(
  tx: OrganizationTransaction,
  { id, kind }: Pick<Group, 'id' | 'kind'>,
  { limit, after }: MemberPlace,
): Promise<GroupMember[]> {
  const inside = kind === 'list' ? ofList(tx, id) : ofUnit(tx, id)
  const rows = await tx.execute<GroupMember>(sql`
    select id, type, name, sources from (${inside}) members
    where ${after === null ? sql`true` : sql`(name, id) > (${after.name}, ${after.id}::uuid)`}
    order by name, id limit ${limit}`)
  return [...rows]
}

const ofList = ({ organizationId }: OrganizationTransaction, id: string) => sql`
  select a.id, 'User' as type, coalesce(a.display_name, '') as name, array_agg(m.source order by m.source) as sources
  from group_members m join accounts a on a.organization_id = m.organization_id and a.id = m.account_id
  where m.organization_id = ${organizationId} and m.group_id = ${id} group by a.id, a.display_name
  union all
  select g.id, 'Group', g.name, array_agg(n.source order by n.source)
  from group_nestings n join groups g on g.organization_id = n.organization_id and g.id = n.inner_id
  where n.organization_id = ${organizationId} and n.group_id = ${id} group by g.id, g.name`

const ofUnit = ({ organizationId }: OrganizationTransaction, id: string) => sql`
  select a.id, 'User' as type, coalesce(a.display_name, '') as name, array['directory'] as sources
  from group_joins u join joins j on j.organization_id = u.organization_id and j.connector_id = u.connector_id
    and j.parent = u.anchor
  join accounts a on a.organization_id = j.organization_id and a.id = j.account_id
  where u.organization_id = ${organizationId} and u.group_id = ${id}
  union all
  select g.id, 'Group', g.name, array[g.source] from groups g
  where g.organization_id = ${organizationId} and g.parent_id = ${id}`
