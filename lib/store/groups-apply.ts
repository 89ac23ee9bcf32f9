import { type SQL, sql } from 'drizzle-orm'
import type { Anchor } from '@/lib/directory/anchor'
import type { GroupChangeKind, GroupKind, GroupValues } from '@/lib/sync/groups/group-change'
import type { OrganizationTransaction } from './organization'
import { comparingAll } from './whole-run'

/** A row of a plan about a group, with what carrying it out needs. */
export type GroupDeed = { anchor: Anchor; groupKind: GroupKind; groupId: string | null; after: GroupValues | null }
/** Rows of one plan, all of one kind. */
export type GroupDeeds = { connectorId: string; runId: string; rows: readonly GroupDeed[] }
export type GroupDone = { anchor: Anchor; groupId: string }

/**
 * Carries out rows of a plan. A row whose group is no longer as planned is not among the answers.
 * @throws what PostgreSQL refuses, e.g. a second list with an address
 */
export async function applyGroupKind(
  tx: OrganizationTransaction,
  kind: GroupChangeKind,
  deeds: GroupDeeds,
): Promise<GroupDone[]> {
  const steps = statements[kind]?.(tx.organizationId, deeds) ?? []
  let done: GroupDone[] = []
  await comparingAll(tx, async () => {
    for (const step of steps) done = [...(await tx.execute<GroupDone>(step))]
  })
  return done
}

/** The last statement answers for the rows. */
type Statements = (organizationId: string, deeds: GroupDeeds) => SQL[]

const relation = (organizationId: string, { connectorId, rows }: GroupDeeds): SQL => sql`
  select row.*, above.group_id as above, gen_random_uuid() as new_id
  from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as row(anchor uuid, "groupId" uuid, after jsonb, "groupKind" text)
  left join group_joins above on above.organization_id = ${organizationId} and above.connector_id = ${connectorId}
    and above.anchor = (row.after ->> 'parent')::uuid`

/** The groups of the rows, provided that the link they were planned for still stands. */
const theirGroups = (organizationId: string, deeds: GroupDeeds): SQL => sql`
  from c join group_joins j on j.organization_id = ${organizationId} and j.connector_id = ${deeds.connectorId}
    and j.anchor = c.anchor and j.group_id = c."groupId"`

const add: Statements = (organizationId, deeds) => [
  sql`
    with c as materialized (${relation(organizationId, deeds)}), made as (
      insert into groups (organization_id, id, kind, name, address, description, parent_id, source, connector_id)
      select ${organizationId}::uuid, new_id, "groupKind", after ->> 'name', after ->> 'address', after ->> 'description',
        above, 'directory', ${deeds.connectorId}::uuid
      from c returning id
    )
    insert into group_joins (organization_id, connector_id, anchor, group_id)
    select ${organizationId}::uuid, ${deeds.connectorId}::uuid, c.anchor, made.id
    from c join made on made.id = c.new_id returning anchor, group_id as "groupId"`,
]

/** An address is given up before it is taken, so that lists may exchange theirs. */
const update: Statements = (organizationId, deeds) => [
  sql`
    with c as materialized (${relation(organizationId, deeds)})
    update groups g set address = null ${theirGroups(organizationId, deeds)}
    where g.organization_id = ${organizationId} and g.id = j.group_id and jsonb_exists(c.after, 'address')`,
  sql`
    with c as materialized (${relation(organizationId, deeds)})
    update groups g set name = coalesce(c.after ->> 'name', g.name), updated_at = now(),
      address = case when jsonb_exists(c.after, 'address') then c.after ->> 'address' else g.address end,
      description = case when jsonb_exists(c.after, 'description') then c.after ->> 'description' else g.description end,
      parent_id = case when jsonb_exists(c.after, 'parent') then c.above else g.parent_id end
    ${theirGroups(organizationId, deeds)} where g.organization_id = ${organizationId} and g.id = j.group_id
    returning c.anchor, g.id as "groupId"`,
]

/** Whose it is from now on. */
const belong = (organizationId: string, deeds: GroupDeeds, what: { group: SQL; join: SQL }): SQL[] => [
  sql`
    with c as materialized (${relation(organizationId, deeds)})
    update groups g set ${what.group}, updated_at = now() ${theirGroups(organizationId, deeds)}
    where g.organization_id = ${organizationId} and g.id = j.group_id`,
  sql`
    with c as materialized (${relation(organizationId, deeds)})
    update group_joins j set ${what.join} from c
    where j.organization_id = ${organizationId} and j.connector_id = ${deeds.connectorId} and j.anchor = c.anchor
      and j.group_id = c."groupId" returning j.anchor, j.group_id as "groupId"`,
]

const link: Statements = (organizationId, deeds) => [
  ...update(organizationId, deeds),
  ...belong(organizationId, deeds, {
    group: sql`source = 'directory', connector_id = ${deeds.connectorId}::uuid`,
    join: sql`released_at = null, suspected_at = null`,
  }),
]

const release: Statements = (organizationId, deeds) => [
  ...update(organizationId, deeds),
  ...belong(organizationId, deeds, {
    group: sql`source = 'local', connector_id = null`,
    join: sql`released_at = now(), suspected_at = null`,
  }),
]

/** Only what nobody made anything in by hand: a membership that came meanwhile keeps the group. */
const remove: Statements = (organizationId, deeds) => [
  sql`
    with c as materialized (${relation(organizationId, deeds)}), gone as (
      delete from groups g using c, group_joins j
      where j.organization_id = ${organizationId} and j.connector_id = ${deeds.connectorId} and j.anchor = c.anchor
        and j.group_id = c."groupId" and g.organization_id = ${organizationId} and g.id = j.group_id
        and not exists (select from group_members m where m.organization_id = g.organization_id
          and m.group_id = g.id and m.source = 'local')
        and not exists (select from group_nestings n where n.organization_id = g.organization_id
          and n.group_id = g.id and n.source = 'local')
      returning g.id
    ), orphaned as (
      update groups g set parent_id = null from gone where g.organization_id = ${organizationId} and g.parent_id = gone.id
    ), members as (
      delete from group_members m using gone where m.organization_id = ${organizationId} and m.group_id = gone.id
    ), nestings as (
      delete from group_nestings n using gone
      where n.organization_id = ${organizationId} and (n.group_id = gone.id or n.inner_id = gone.id)
    )
    delete from group_joins j using gone
    where j.organization_id = ${organizationId} and j.group_id = gone.id returning j.anchor, j.group_id as "groupId"`,
]

/** The lists of the rows with their members as planned. */
const planned = (organizationId: string, deeds: GroupDeeds, aspect: 'joining' | 'leaving'): SQL => sql`
  select l.anchor, l.group_id, c.member, c.member_kind, c.source
  from (${relation(organizationId, deeds)}) r
  join group_joins l on l.organization_id = ${organizationId} and l.connector_id = ${deeds.connectorId}
    and l.anchor = r.anchor
  join membership_changes c on c.organization_id = ${organizationId} and c.run_id = ${deeds.runId}
    and c.list = r.anchor and c.aspect = ${aspect}`

const theirJoin = (organizationId: string, deeds: GroupDeeds): SQL => sql`
  j.organization_id = ${organizationId} and j.connector_id = ${deeds.connectorId} and j.anchor = c.member`

/** Whom the directory names is known by the anchor, who was put in by hand by the account or list itself. */
const memberIds = (organizationId: string, deeds: GroupDeeds, aspect: 'joining' | 'leaving'): SQL => sql`
  c as materialized (${planned(organizationId, deeds, aspect)}), who as (
    select c.group_id, j.account_id as member, 'person' as member_kind, 'directory' as source
    from c join joins j on ${theirJoin(organizationId, deeds)}
    where c.member_kind = 'person' and c.source = 'directory'
    union all
    select c.group_id, j.group_id, 'list', 'directory'
    from c join group_joins j on ${theirJoin(organizationId, deeds)}
    where c.member_kind = 'list' and c.source = 'directory'
    union all
    select group_id, member, member_kind, source from c where source = 'local'
  )`

/** The rows whose list is there, after each member's row says that it was done. */
const noteMembers = (organizationId: string, deeds: GroupDeeds, aspect: 'joining' | 'leaving', isDone: SQL): SQL[] => [
  sql`
    with c as materialized (${planned(organizationId, deeds, aspect)})
    update membership_changes m set applied_at = now() from c
    where m.organization_id = ${organizationId} and m.run_id = ${deeds.runId} and m.list = c.anchor
      and m.aspect = ${aspect} and m.member = c.member and m.member_kind = c.member_kind and m.source = c.source
      and ${isDone}`,
  sql`
    select r.anchor, l.group_id as "groupId" from (${relation(organizationId, deeds)}) r
    join group_joins l on l.organization_id = ${organizationId} and l.connector_id = ${deeds.connectorId}
      and l.anchor = r.anchor`,
]

/** Whoever has no account by now, because adding them waits or failed, joins in a later run. */
const addMembers: Statements = (organizationId, deeds) => [
  sql`
    with ${memberIds(organizationId, deeds, 'joining')}, people as (
      insert into group_members (organization_id, group_id, account_id, source)
      select ${organizationId}::uuid, group_id, member, source from who
      where member_kind = 'person' on conflict do nothing
    )
    insert into group_nestings (organization_id, group_id, inner_id, source)
    select ${organizationId}::uuid, group_id, member, source from who
    where member_kind = 'list' on conflict do nothing`,
  ...noteMembers(
    organizationId,
    deeds,
    'joining',
    sql`(c.source = 'local' or (c.member_kind = 'person' and exists (select from joins j where ${theirJoin(organizationId, deeds)}))
      or (c.member_kind = 'list' and exists (select from group_joins j where ${theirJoin(organizationId, deeds)})))`,
  ),
]

const removeMembers: Statements = (organizationId, deeds) => [
  sql`
    with ${memberIds(organizationId, deeds, 'leaving')}, people as (
      delete from group_members m using who
      where m.organization_id = ${organizationId} and m.group_id = who.group_id and m.account_id = who.member
        and m.source = who.source and who.member_kind = 'person'
    )
    delete from group_nestings n using who
    where n.organization_id = ${organizationId} and n.group_id = who.group_id and n.inner_id = who.member
      and n.source = who.source and who.member_kind = 'list'`,
  ...noteMembers(organizationId, deeds, 'leaving', sql`true`),
]

const statements: Partial<Record<GroupChangeKind, Statements>> = {
  add,
  link,
  update,
  'add-members': addMembers,
  'remove-members': removeMembers,
  release,
  remove,
}
