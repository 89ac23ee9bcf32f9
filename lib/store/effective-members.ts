import { type SQL, sql } from 'drizzle-orm'
import type { OrganizationTransaction } from './organization'
import { comparingAll } from './whole-run'

/** Memberships that are settled in one transaction: a second's work, where the claim on a run lasts a minute. */
const mostAtOnce = 200_000

/**
 * The organization's lists in parts, each of which has no more effective members than are settled in one go, or is a single
 * list. Many lists in a circle have everybody of all of them, each: 200 lists of 10,000 people are two million memberships.
 */
export async function partsToSettle(tx: OrganizationTransaction, most = mostAtOnce): Promise<string[][]> {
  const statement = sql`
    with recursive ${reached(tx.organizationId, sql`true`)}, direct as (
      select group_id, count(*) as people from group_members where organization_id = ${tx.organizationId} group by group_id
    )
    select r.list, coalesce(sum(d.people), 0)::int as people from reached r left join direct d on d.group_id = r.inner_id
    group by r.list order by r.list`
  const lists = await comparingAll(tx, () => tx.execute<{ list: string; people: number }>(statement))
  const parts: string[][] = []
  let left = 0
  for (const { list, people } of lists) {
    const part = people <= left ? parts.at(-1) : undefined
    if (part) part.push(list)
    else parts.push([list])
    left = (part ? left : most) - people
  }
  return parts
}

/** The table `reached (list, inner_id)`: which lists a list reaches, itself among them. Circles end, because no list is reached twice. */
const reached = (organizationId: string, lists: SQL): SQL => sql`reached as (
    select g.id as list, g.id as inner_id from groups g
    where g.organization_id = ${organizationId} and g.kind = 'list' and ${lists}
    union
    select r.list, n.inner_id from reached r join group_nestings n
      on n.organization_id = ${organizationId} and n.group_id = r.inner_id
  )`

/**
 * Makes the effective members of these lists follow from who is in them: everybody a list reaches through however many
 * lists. Only differences are written.
 */
export async function settleEffectiveMembers(tx: OrganizationTransaction, lists: readonly string[]): Promise<void> {
  await settleAlone(tx)
  const organization = tx.organizationId
  const theirs = sql`any(${`{${lists.join(',')}}`}::uuid[])`
  const statement = sql`
    with recursive ${reached(organization, sql`g.id = ${theirs}`)}, wanted as materialized (
      select distinct r.list, m.account_id from reached r join group_members m
        on m.organization_id = ${organization} and m.group_id = r.inner_id
    ), gone as (
      delete from effective_members e where e.organization_id = ${organization} and e.group_id = ${theirs}
        and not exists (select from wanted w where w.list = e.group_id and w.account_id = e.account_id)
    )
    insert into effective_members (organization_id, group_id, account_id)
    select ${organization}::uuid, w.list, w.account_id from wanted w
    where not exists (select from effective_members e where e.organization_id = ${organization} and e.group_id = ${theirs}
      and e.group_id = w.list and e.account_id = w.account_id)
    on conflict do nothing`
  await comparingAll(tx, () => tx.execute(statement))
}

/** What is no list any more has no members. */
export async function forgetMembersOfGone(tx: OrganizationTransaction): Promise<void> {
  await settleAlone(tx)
  await tx.execute(sql`
    delete from effective_members e where e.organization_id = ${tx.organizationId} and not exists (
      select from groups g where g.organization_id = e.organization_id and g.id = e.group_id and g.kind = 'list')`)
}

/**
 * Two connectors of one organization may settle at once; each begins after it has changed what follows from its run, so that
 * whoever settles a list last knows of both.
 */
async function settleAlone(tx: OrganizationTransaction): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`effective-members ${tx.organizationId}`}, 0))`)
}
