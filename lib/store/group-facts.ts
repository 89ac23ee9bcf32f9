import { sql } from 'drizzle-orm'
import type { Anchor } from '@/lib/directory/anchor'
import type { JoinedGroup } from '@/lib/sync/groups/decide-group'
import type { OrganizationTransaction } from './organization'

/** A list as staged, with what deciding about it needs. */
export type StagedList = {
  anchor: Anchor
  parent: Anchor | null
  dn: string
  values: Partial<
    Record<'cn' | 'displayName' | 'mail' | 'description' | 'groupType' | 'isCriticalSystemObject', string>
  >
}

/** Every list that was read: thousands where people are a million. Its members stay in the database. */
export async function readStagedLists(tx: OrganizationTransaction, runId: string): Promise<StagedList[]> {
  const first = (name: string) => sql`${name}::text, attributes -> ${name}::text ->> 0`
  const rows = await tx.execute<StagedList>(sql`
    select anchor, parent, dn, jsonb_strip_nulls(jsonb_build_object(${first('cn')}, ${first('displayName')},
      ${first('mail')}, ${first('description')}, ${first('groupType')}, ${first('isCriticalSystemObject')})) as values
    from snapshot_objects
    where organization_id = ${tx.organizationId} and run_id = ${runId} and kind = 'list' order by anchor`)
  return [...rows]
}

/** What became of a unit or list in earlier runs; `within` is the unit it stood in when last seen. */
export type StoredGroup = JoinedGroup & { within: Anchor | null; givenMembers: number }
type GroupRow = Omit<StoredGroup, 'fields' | 'suspectedAt'> & {
  name: string
  address: string | null
  description: string | null
  above: Anchor | null
  suspectedAt: string | null
}

/** Every organizational group and list that this connector made, also those that it let go. */
export async function readStoredGroups(tx: OrganizationTransaction, connectorId: string): Promise<StoredGroup[]> {
  const rows = await tx.execute<GroupRow>(sql`
    with members as (
      select group_id, count(*) filter (where source = 'directory')::int as given,
        count(*) filter (where source = 'local')::int as made
      from (
        select group_id, source from group_members where organization_id = ${tx.organizationId}
        union all select group_id, source from group_nestings where organization_id = ${tx.organizationId}
      ) every_member group by group_id
    ), below as (
      select parent_id, count(*)::int as made from groups
      where organization_id = ${tx.organizationId} and parent_id is not null
        and connector_id is distinct from ${connectorId}::uuid
      group by parent_id
    )
    select j.anchor, g.kind, g.id as "groupId", g.name, g.address, g.description, above.anchor as above,
      j.suspected_at as "suspectedAt", j.released_at is not null as released, j.parent as within,
      coalesce(members.made, 0) + coalesce(below.made, 0) as "handMade", coalesce(members.given, 0) as "givenMembers"
    from group_joins j
    join groups g on g.organization_id = j.organization_id and g.id = j.group_id
    left join group_joins above on above.organization_id = j.organization_id and above.connector_id = j.connector_id
      and above.group_id = g.parent_id
    left join members on members.group_id = g.id
    left join below on below.parent_id = g.id
    where j.organization_id = ${tx.organizationId} and j.connector_id = ${connectorId} order by j.anchor`)
  return rows.map(({ name, address, description, above, suspectedAt, ...row }) => ({
    ...row,
    fields: { name, address, description, parent: above },
    suspectedAt: suspectedAt === null ? null : new Date(suspectedAt),
  }))
}

/** Whose an address is already: a group's, with its anchor if this connector made it, or an account's. */
export async function readAddressHolders(
  tx: OrganizationTransaction,
  connectorId: string,
  addresses: readonly string[],
): Promise<{ address: string; anchor: Anchor | null }[]> {
  if (addresses.length === 0) return []
  const wanted = sql`array(select jsonb_array_elements_text(${JSON.stringify(addresses)}::text::jsonb))`
  const rows = await tx.execute<{ address: string; anchor: Anchor | null }>(sql`
    select g.address, j.anchor from groups g
    left join group_joins j on j.organization_id = g.organization_id and j.group_id = g.id
      and j.connector_id = ${connectorId}
    where g.organization_id = ${tx.organizationId} and g.address = any(${wanted})
    union all
    select email_key, null from accounts where organization_id = ${tx.organizationId} and email_key = any(${wanted})`)
  return [...rows]
}
