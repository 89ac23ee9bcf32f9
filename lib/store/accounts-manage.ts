import { sql } from 'drizzle-orm'
import type { OrganizationTransaction } from './organization'
import { believedDomain } from './unmanaged'

/** Why an account is not brought under management; sentences in lib/words/en/review.json. */
export type NotReady =
  | 'gone'
  | 'already-managed'
  | 'outside-domains'
  | 'not-registered'
  | 'on-hold'
  | 'in-another-organization'
  | 'deactivated'
export type Readiness = { id: string; notReady: NotReady | null }

/**
 * Which of these accounts may be brought under management now, and why the others may not, in the order asked for. The
 * accounts stay locked for the rest of the transaction. One that a run or somebody else is writing is not among the answers:
 * nobody waits for it while holding others, so ask again.
 */
export async function lockForManaging(tx: OrganizationTransaction, ids: readonly string[]): Promise<Readiness[]> {
  const rows = await tx.execute<{ id: string; not_ready: NotReady | null }>(sql`
    with asked as (select * from unnest(${array(ids)}::uuid[]) with ordinality as row(id, at)),
    locked as materialized (
      select a.id, ${notReadyOf} as not_ready from accounts a
      where a.organization_id = ${tx.organizationId} and a.id in (select id from asked)
      for update skip locked
    )
    select asked.id, case when locked.id is null then 'gone' else locked.not_ready end as not_ready
    from asked left join locked on locked.id = asked.id
    where locked.id is not null or not exists (select from accounts a
      where a.organization_id = ${tx.organizationId} and a.id = asked.id)
    order by asked.at`)
  return rows.map(row => ({ id: row.id, notReady: row.not_ready }))
}

/** The weightiest reason, as SQL over the account `a`. */
export const notReadyOf = sql`case
  when a.managed then 'already-managed'
  when not a.email_verified or not ${believedDomain(sql`a`)} then 'outside-domains'
  when a.managed_elsewhere is not null then 'in-another-organization'
  when a.on_hold then 'on-hold'
  when not a.registered then 'not-registered'
  when not a.active then 'deactivated' end`

/**
 * Brings accounts under management. Whoever is managed already, or may not be, is left as it is: call it with what
 * `lockForManaging` found ready. @returns whom it was
 */
export async function manageAccounts(tx: OrganizationTransaction, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.execute<{ id: string }>(sql`
    update accounts a set managed_by_admin = true, review = null, updated_at = now()
    where a.organization_id = ${tx.organizationId} and a.id = any(${array(ids)}::uuid[]) and ${notReadyOf} is null
    returning a.id`)
  return rows.map(({ id }) => id)
}

const array = (ids: readonly string[]): string => `{${ids.join(',')}}`
