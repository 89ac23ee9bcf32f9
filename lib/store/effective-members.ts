import { sql } from 'drizzle-orm'
import type { OrganizationTransaction } from './organization'
import { comparingAll } from './whole-run'

/**
 * Makes the effective members of the organization's lists follow from who is in them: everybody a list reaches through
 * however many lists. Only differences are written. Circles end, because no list is reached twice.
 */
export async function settleEffectiveMembers(tx: OrganizationTransaction): Promise<void> {
  // Two connectors of one organization may settle at once; the second one starts from what the first one left.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`effective-members ${tx.organizationId}`}, 0))`)
  const statement = sql`
    with recursive reached as (
      select id as list, id as inner_id from groups where organization_id = ${tx.organizationId} and kind = 'list'
      union
      select r.list, n.inner_id from reached r join group_nestings n
        on n.organization_id = ${tx.organizationId} and n.group_id = r.inner_id
    ), wanted as materialized (
      select distinct r.list, m.account_id from reached r join group_members m
        on m.organization_id = ${tx.organizationId} and m.group_id = r.inner_id
    ), gone as (
      delete from effective_members e where e.organization_id = ${tx.organizationId}
        and not exists (select from wanted w where w.list = e.group_id and w.account_id = e.account_id)
    )
    insert into effective_members (organization_id, group_id, account_id)
    select ${tx.organizationId}::uuid, w.list, w.account_id from wanted w
    where not exists (select from effective_members e where e.organization_id = ${tx.organizationId}
      and e.group_id = w.list and e.account_id = w.account_id)
    on conflict do nothing`
  await comparingAll(tx, () => tx.execute(statement))
}
