import { type SQL, sql } from 'drizzle-orm'
import { idArray } from './account-readiness'
import type { OrganizationTransaction } from './organization'

/** Changes accounts that `lockAccounts` found ready in this transaction. @returns whom it was */
type Write = (tx: OrganizationTransaction, ids: readonly string[]) => Promise<string[]>

const write =
  (values: SQL): Write =>
  async (tx, ids) => {
    if (ids.length === 0) return []
    const rows = await tx.execute<{ id: string }>(sql`
      update accounts a set ${values}, updated_at = now()
      where a.organization_id = ${tx.organizationId} and a.id = any(${idArray(ids)}::uuid[]) returning a.id`)
    return rows.map(({ id }) => id)
  }

/** From then on they are managed whatever a directory says. */
export const manageAccounts = write(sql`managed_by_admin = true, review = null`)
export const leaveAccountsApart = write(sql`review = 'left-apart'`)
export const markAccountsAsked = write(sql`review = 'asked'`)
/** From then on they are like those about whom nobody has decided. */
export const clearReview = write(sql`review = null`)
/** An administrator's suspension is not the synchronization's: no run ends it. */
export const suspendAccounts = write(sql`suspended = true`)
export const reactivateAccounts = write(sql`suspended = false, blocked_by_admin = false`)

/**
 * Ends the management and the link to the directory, and leaves the accounts apart, so that no run links them again by its
 * rules. One whose link a run is writing is not among the answers.
 */
export const unmanageAccounts: Write = async (tx, ids) => {
  if (ids.length === 0) return []
  const rows = await tx.execute<{ id: string }>(sql`
    with asked as (select unnest(${idArray(ids)}::uuid[]) as id),
    mine as materialized (
      select j.connector_id, j.anchor, j.account_id from joins j
      where j.organization_id = ${tx.organizationId} and j.account_id in (select id from asked) for update skip locked
    ), gone as (
      delete from joins j using mine where j.organization_id = ${tx.organizationId}
        and j.connector_id = mine.connector_id and j.anchor = mine.anchor
    )
    update accounts a set managed_by_admin = false, connector_id = null, review = 'left-apart', updated_at = now()
    from asked where a.organization_id = ${tx.organizationId} and a.id = asked.id
      and (a.id in (select account_id from mine) or not exists (select from joins j
        where j.organization_id = ${tx.organizationId} and j.account_id = a.id))
    returning a.id`)
  return rows.map(({ id }) => id)
}

/** What the review of these accounts came to, where they are still asked. */
export async function settleAsked(
  tx: OrganizationTransaction,
  ids: readonly string[],
  review: 'declined' | 'expired' | null,
): Promise<void> {
  if (ids.length === 0) return
  await tx.execute(sql`
    update accounts a set review = ${review}
    where a.organization_id = ${tx.organizationId} and a.id = any(${idArray(ids)}::uuid[]) and a.review = 'asked'`)
}
