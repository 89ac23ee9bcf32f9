import { sql } from 'drizzle-orm'
import type { GroupRevertFacts } from '@/lib/sync/groups/decide-group-revert'
import type { OrganizationTransaction } from './organization'
import { comparingAll } from './whole-run'

/** What a run did to the groups themselves. */
export async function readUndoneGroups(
  tx: OrganizationTransaction,
  runId: string,
): Promise<GroupRevertFacts['done'][]> {
  const rows = await tx.execute<GroupRevertFacts['done']>(sql`
    select anchor, group_kind as "groupKind", group_id as "groupId", kind, before, after, name from group_changes
    where organization_id = ${tx.organizationId} and run_id = ${runId} and state = 'applied' and aspect = 'itself'
    order by anchor`)
  return [...rows]
}

/** How many rows about groups and memberships a run carried out. */
export async function countAppliedGroups(tx: OrganizationTransaction, runId: string): Promise<number> {
  const [row] = await tx.execute<{ rows: number }>(sql`
    select count(*)::int as rows from group_changes
    where organization_id = ${tx.organizationId} and run_id = ${runId} and state = 'applied'`)
  return row?.rows ?? 0
}

/**
 * The memberships that a run began and that still are, to end, and those that it ended and that are not there, to begin
 * again: as rows of the run that takes it back.
 */
export async function undoMemberships(
  tx: OrganizationTransaction,
  { runId, revertedId, connectorId }: { runId: string; revertedId: string; connectorId: string },
): Promise<void> {
  const ofOrganization = sql`organization_id = ${tx.organizationId}`
  const statement = sql`
    with done as (
      select * from membership_changes where ${ofOrganization} and run_id = ${revertedId} and applied_at is not null
    ), links as (
      select anchor, account_id as id, 'person' as kind from joins
      where ${ofOrganization} and connector_id = ${connectorId}
      union all
      select anchor, group_id, 'list' from group_joins where ${ofOrganization} and connector_id = ${connectorId}
    ), present as (
      select group_id, account_id as id, 'person' as kind, source from group_members where ${ofOrganization}
      union all
      select group_id, inner_id, 'list', source from group_nestings where ${ofOrganization}
    ), now as (
      select d.list, d.aspect, d.member_kind, d.source, d.member, d.name, p.id is not null as there
      from done d
      left join links on d.source = 'directory' and links.anchor = d.member and links.kind = d.member_kind
      left join links inside on inside.anchor = d.list and inside.kind = 'list'
      left join present p on p.group_id = inside.id and p.kind = d.member_kind and p.source = d.source
        and p.id = case when d.source = 'directory' then links.id else d.member end
    )
    insert into membership_changes (organization_id, run_id, list, aspect, member_kind, source, member, name)
    select ${tx.organizationId}::uuid, ${runId}::uuid, list,
      case aspect when 'joining' then 'leaving' else 'joining' end, member_kind, source, member, name
    from now where there = (aspect = 'joining')`
  await comparingAll(tx, () => tx.execute(statement))
}
