import { type SQL, sql } from 'drizzle-orm'
import type { Anchor } from '@/lib/directory/anchor'
import type { GroupKind, GroupSource, MembershipSource } from '@/lib/sync/groups/group-change'
import {
  type Chosen,
  chosen,
  inReadingOrder,
  type PageAt,
  type Place,
  pageClauses,
  pageOf,
  readingIndexes,
} from './list-page'
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
  people: number
  inner: number
  /** Both together. */
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

export const groupColumns = ['name', 'source', 'address'] as const
type GroupColumn = (typeof groupColumns)[number]
export type GroupSort = GroupColumn | `-${GroupColumn}`
/** `query` finds a part of a name, an address or the beginning of a description. */
export type GroupFilter = { kind: GroupKind; query?: string | undefined; source?: GroupSource | undefined } & Chosen
export type GroupPlace = { group: Group; place: Place }

/** One page of the organizational groups or lists, and whether there are more beyond it. */
export async function pageOfGroups(
  tx: OrganizationTransaction,
  filter: GroupFilter,
  sort: GroupSort,
  page: PageAt,
): Promise<{ rows: GroupPlace[]; more: boolean }> {
  const key = keys[sort.replace('-', '') as GroupColumn]
  const sortedBy = { key: key.order, cast: sql`text`, name: byName, id: sql`g.id`, descending: sort.startsWith('-') }
  const { where, order, limit } = pageClauses(sortedBy, page)
  await readingIndexes(tx)
  const found = await tx.execute<Place>(sql`
    select g.id, g.name_key as name, ${key.text} as key from groups g
    where ${matching(tx, filter)} and ${where} order by ${order} limit ${limit}`)
  const { rows: places, more } = pageOf([...found], page)
  const known = await readGroups(
    tx,
    places.map(({ id }) => id),
  )
  const rows = places.flatMap(place => {
    const group = known.get(place.id)
    return group ? [{ group, place }] : []
  })
  return { rows, more }
}

/** How many organizational groups or lists match. */
export async function countGroups(tx: OrganizationTransaction, filter: GroupFilter): Promise<number> {
  await readingIndexes(tx)
  const [row] = await tx.execute<{ groups: number }>(
    sql`select count(*)::int as groups from groups g where ${matching(tx, filter)}`,
  )
  return row?.groups ?? 0
}

/** The organizational group or list, or null. */
export const readGroup = async (tx: OrganizationTransaction, id: string): Promise<Group | null> =>
  (await readGroups(tx, [id])).get(id) ?? null

async function readGroups(tx: OrganizationTransaction, ids: readonly string[]): Promise<Map<string, Group>> {
  const rows = await tx.execute<GroupRow>(sql`
    select ${columnsOf} from groups g
    left join group_joins j on j.organization_id = g.organization_id and j.group_id = g.id
    left join groups above on above.organization_id = g.organization_id and above.id = g.parent_id
    where g.organization_id = ${tx.organizationId} and g.id = any(${`{${ids.join(',')}}`}::uuid[])`)
  return new Map(rows.map(row => [row.id, toGroup(row)]))
}

const byName = inReadingOrder(sql`g.name_key`)
const keys: Record<GroupColumn, { order: SQL; text: SQL }> = {
  name: { order: byName, text: sql`g.name_key` },
  source: { order: inReadingOrder(sql`g.source`), text: sql`g.source` },
  address: { order: inReadingOrder(sql`g.address_key`), text: sql`g.address_key` },
}

function matching(
  { organizationId }: OrganizationTransaction,
  { kind, query, source, ...selection }: GroupFilter,
): SQL {
  const wanted = query?.trim().toLowerCase()
  return sql`g.organization_id = ${organizationId} and g.kind = ${kind}
    and ${source === undefined ? sql`true` : sql`g.source = ${source}`}
    and ${wanted ? sql`position(${wanted} in g.search_key) > 0` : sql`true`}
    and ${sql.join([sql`true`, ...chosen(sql`g.id`, selection)], sql` and `)}`
}

const columnsOf = sql`g.id, g.kind, g.name, g.address, g.description, g.source, j.anchor, j.connector_id as "connectorId",
  g.created_at as "createdAt", g.updated_at as "updatedAt",
  case when above.id is not null then jsonb_build_object('id', above.id, 'name', above.name) end as parent,
  coalesce(j.outside, 0) as outside, coalesce(j.others, 0) as others, coalesce(j.members_known, true) as "membersKnown",
  (select count(*)::int from effective_members e
    where e.organization_id = g.organization_id and e.group_id = g.id) as "effectiveMembers",
  case when g.kind = 'list'
    then (select count(distinct account_id)::int from group_members m
      where m.organization_id = g.organization_id and m.group_id = g.id)
    else (select count(*)::int from joins p where p.organization_id = g.organization_id
      and p.connector_id = j.connector_id and p.parent = j.anchor)
  end as people,
  case when g.kind = 'list'
    then (select count(distinct inner_id)::int from group_nestings n
      where n.organization_id = g.organization_id and n.group_id = g.id)
    else (select count(*)::int from groups below
      where below.organization_id = g.organization_id and below.parent_id = g.id)
  end as inner`

type GroupRow = Omit<Group, 'members' | 'createdAt' | 'updatedAt'> & { createdAt: string; updatedAt: string }
const toGroup = (row: GroupRow): Group => ({
  ...row,
  members: row.people + row.inner,
  createdAt: new Date(row.createdAt),
  updatedAt: new Date(row.updatedAt),
})

/** Every organizational group or list, page by page. */
export async function* everyGroup(
  tx: OrganizationTransaction,
  kind: GroupKind,
  pageSize = 500,
): AsyncGenerator<Group[]> {
  for (let after: Place | undefined; ; ) {
    const { rows, more }: { rows: GroupPlace[]; more: boolean } = await pageOfGroups(tx, { kind }, 'name', {
      limit: pageSize,
      after,
    })
    if (rows.length > 0) yield rows.map(({ group }) => group)
    if (!more) return
    after = rows.at(-1)?.place
  }
}

/** Somebody or something in a group; of a list with who put it in, which may be both. */
export type GroupMember = {
  id: string
  type: 'User' | 'Group'
  name: string
  sources: MembershipSource[]
  /** Of a person: whether a connector keeps the account in step. Of a group: null. */
  managed: boolean | null
}
export type MemberPlace = { limit: number; after: { name: string; id: string } | null }

/** The direct members of a list, or the people and groups of an organizational group, sorted by name. */
export async function listGroupMembers(
  tx: OrganizationTransaction,
  { id, kind }: Pick<Group, 'id' | 'kind'>,
  { limit, after }: MemberPlace,
): Promise<GroupMember[]> {
  const inside = kind === 'list' ? ofList(tx, id) : ofUnit(tx, id)
  const rows = await tx.execute<GroupMember>(sql`
    select id, type, name, sources, managed from (${inside}) members
    where ${after === null ? sql`true` : sql`(${inReadingOrder(sql`name`)}, id) > (${after.name}, ${after.id}::uuid)`}
    order by ${inReadingOrder(sql`name`)}, id limit ${limit}`)
  return [...rows]
}

const ofList = ({ organizationId }: OrganizationTransaction, id: string) => sql`
  select a.id, 'User' as type, coalesce(a.display_name, '') as name, array_agg(m.source order by m.source) as sources,
    a.connector_id is not null as managed
  from group_members m join accounts a on a.organization_id = m.organization_id and a.id = m.account_id
  where m.organization_id = ${organizationId} and m.group_id = ${id} group by a.id, a.display_name, a.connector_id
  union all
  select g.id, 'Group', g.name, array_agg(n.source order by n.source), null::boolean
  from group_nestings n join groups g on g.organization_id = n.organization_id and g.id = n.inner_id
  where n.organization_id = ${organizationId} and n.group_id = ${id} group by g.id, g.name`

const ofUnit = ({ organizationId }: OrganizationTransaction, id: string) => sql`
  select a.id, 'User' as type, coalesce(a.display_name, '') as name, array['directory'] as sources,
    a.connector_id is not null as managed
  from group_joins u join joins j on j.organization_id = u.organization_id and j.connector_id = u.connector_id
    and j.parent = u.anchor
  join accounts a on a.organization_id = j.organization_id and a.id = j.account_id
  where u.organization_id = ${organizationId} and u.group_id = ${id}
  union all
  select g.id, 'Group', g.name, array[g.source], null::boolean from groups g
  where g.organization_id = ${organizationId} and g.parent_id = ${id}`
