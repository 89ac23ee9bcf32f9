import { type SQL, sql } from 'drizzle-orm'
import type { OrganizationTransaction } from './organization'
import { believedDomain } from './unmanaged'

/** Why something is not done to an account; sentences in lib/words/en/review.json. */
export type NotReady =
  | 'gone'
  | 'already-managed'
  | 'not-managed'
  | 'outside-domains'
  | 'not-registered'
  | 'in-another-organization'
  | 'deactivated'
  | 'deactivated-by-directory'
  | 'no-seat-left'
  | 'already-asked'
  | 'not-asked'
  | 'nothing-decided'
  | 'already-suspended'
  | 'not-suspended'
  | 'privileged'
  // what the original calls “Current Participation”
  | 'primary-administrator'
  | 'on-retention-policy'
  | 'on-ediscovery-search'
  | 'on-hold'
export type Readiness = { id: string; notReady: NotReady | null }

/** The weightiest reason as SQL, given what the account is called in the statement; null = nothing speaks against it. */
export type Obstacle = (a: SQL) => SQL

const outside: Obstacle = a => sql`not ${a}.email_verified or not ${believedDomain(a)}`

export const againstManaging: Obstacle = a => sql`case
  when ${a}.managed then 'already-managed'
  when ${outside(a)} then 'outside-domains'
  when ${a}.managed_elsewhere is not null then 'in-another-organization'
  when ${a}.on_hold then 'on-hold'
  when not ${a}.registered then 'not-registered'
  when not ${a}.active then 'deactivated' end`

export const againstAsking: Obstacle = a => sql`coalesce(${againstManaging(a)},
  case when ${a}.review = 'asked' then 'already-asked' end)`

/** Only what was asked, and is not answered, is asked once more or taken back. */
export const againstAskingAgain: Obstacle = a => sql`coalesce(${againstManaging(a)}, ${notAsked(a)})`
export const againstWithdrawing: Obstacle = a =>
  sql`coalesce(case when ${a}.managed then 'already-managed' end, ${notAsked(a)})`
const notAsked: Obstacle = a => sql`case when ${a}.review is distinct from 'asked' then 'not-asked' end`

/** What was decided about an account, by an administrator, by its person or by their silence, is taken back. */
export const againstConsideringAgain: Obstacle = a => sql`case
  when ${a}.managed then 'already-managed'
  when ${a}.review = 'asked' then 'already-asked'
  when ${a}.review is null then 'nothing-decided' end`

export const againstLeavingApart: Obstacle = a => sql`case
  when ${a}.managed then 'already-managed' when ${outside(a)} then 'outside-domains' end`

/** The organization owns the domain, so it may suspend who uses an address of it; not who others manage, and no administrator. */
export const againstSuspending: Obstacle = a => sql`case
  when not ${a}.managed and (${outside(a)}) then 'outside-domains'
  when ${a}.managed_elsewhere is not null then 'in-another-organization'
  when ${a}.role <> 'member' or ${a}.break_glass then 'privileged'
  when not ${a}.active then 'deactivated'
  when ${a}.suspended then 'already-suspended' end`

/** What the synchronization took, only the directory gives back. */
export const againstReactivating: Obstacle = a => sql`case
  when not ${a}.managed and (${outside(a)}) then 'outside-domains'
  when ${a}.blocked_because is not null or ${a}.blocked_by_sync then 'deactivated-by-directory'
  when not ${a}.suspended and ${a}.active then 'not-suspended' end`

export const againstUnmanaging: Obstacle = a => sql`case
  when not ${a}.managed then 'not-managed'
  when ${a}.role = 'owner' or exists (select from administrators m where m.organization_id = ${a}.organization_id
    and m.email = ${a}.email_key and m.role = 'primary-master-admin') then 'primary-administrator'
  when ${a}.break_glass then 'privileged'
  when ${a}.on_retention_policy then 'on-retention-policy'
  when ${a}.on_ediscovery_search then 'on-ediscovery-search'
  when ${a}.on_hold then 'on-hold'
  when ${a}.blocked_by_sync then 'deactivated-by-directory' end`

/**
 * Which of these accounts something may be done to now, and why not to the others, in the order asked for. The accounts stay
 * locked for the rest of the transaction. One that a run or somebody else is writing is not among the answers: nobody waits
 * for it while holding others, so ask again.
 */
export async function lockAccounts(
  tx: OrganizationTransaction,
  ids: readonly string[],
  obstacle: Obstacle,
): Promise<Readiness[]> {
  const rows = await tx.execute<{ id: string; not_ready: NotReady | null }>(sql`
    with asked as (
      select id, min(at) as at from unnest(${idArray(ids)}::uuid[]) with ordinality as row(id, at) group by id
    ), locked as materialized (
      select a.id, ${obstacle(sql`a`)} as not_ready from accounts a
      where a.organization_id = ${tx.organizationId} and a.id in (select id from asked)
      for update of a skip locked
    )
    select asked.id, case when locked.id is null then 'gone' else locked.not_ready end as not_ready
    from asked left join locked on locked.id = asked.id
    where locked.id is not null or not exists (select from accounts a
      where a.organization_id = ${tx.organizationId} and a.id = asked.id)
    order by asked.at`)
  return rows.map(row => ({ id: row.id, notReady: row.not_ready }))
}

export const idArray = (ids: readonly string[]): string => `{${ids.join(',')}}`
