import { sql } from 'drizzle-orm'
import type { Anchor } from '@/lib/directory/anchor'
import type { OrganizationTransaction } from './organization'
import { comparingAll } from './whole-run'

/** Somebody, or a list, whom a run has put into a list or taken out. */
export type MembershipEvent = {
  list: Anchor
  groupId: string
  aspect: 'joining' | 'leaving'
  kind: 'person' | 'list'
  /** The account, or the list in Messenger. */
  id: string
  /** The objectGUID; null of a member whom somebody added by hand. */
  anchor: Anchor | null
}

/**
 * What a run did to the members of these lists, in one order always. Whoever had no account joined nothing, and is not told
 * of.
 */
export async function readMembershipEvents(
  tx: OrganizationTransaction,
  { runId, connectorId }: { runId: string; connectorId: string },
  lists: readonly Anchor[],
): Promise<MembershipEvent[]> {
  if (lists.length === 0) return []
  const statement = sql`
    select m.list, l.group_id as "groupId", m.aspect, m.member_kind as kind,
      coalesce(j.account_id, g.group_id, case when m.source = 'local' then m.member end) as id,
      case when m.source = 'directory' then m.member end as anchor
    from membership_changes m
    join group_joins l on l.organization_id = m.organization_id and l.connector_id = ${connectorId} and l.anchor = m.list
    left join joins j on m.source = 'directory' and m.member_kind = 'person' and j.organization_id = m.organization_id
      and j.connector_id = ${connectorId} and j.anchor = m.member
    left join group_joins g on m.source = 'directory' and m.member_kind = 'list' and g.organization_id = m.organization_id
      and g.connector_id = ${connectorId} and g.anchor = m.member
    where m.organization_id = ${tx.organizationId} and m.run_id = ${runId} and m.applied_at is not null
      and m.list = any(${`{${lists.join(',')}}`}::uuid[])
      and coalesce(j.account_id, g.group_id, case when m.source = 'local' then m.member end) is not null
    order by m.list, m.aspect, m.member_kind, m.source, m.member`
  return [...(await comparingAll(tx, () => tx.execute<MembershipEvent>(statement)))]
}
