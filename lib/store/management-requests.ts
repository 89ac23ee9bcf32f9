import { and, eq, inArray, sql } from 'drizzle-orm'
import { managementRequests } from '@/db/schema/review'
import { idArray } from './account-readiness'
import type { OrganizationTransaction, Transaction } from './organization'

export type ManagementRequest = Omit<typeof managementRequests.$inferSelect, 'organizationId'>
export type NewRequests = {
  /** Whom, with the id of each request. */
  people: readonly { id: string; accountId: string }[]
  message: string
  askedBy: string
} & RequestTimes
/** When it was asked, until when it can be answered, and when the next reminder is due. */
export type RequestTimes = { askedAt: Date; expiresAt: Date; nextAt: Date }

/** Stores requests; an account with an open one keeps that. */
export async function insertRequests(tx: OrganizationTransaction, requests: NewRequests): Promise<void> {
  if (requests.people.length === 0) return
  const { message, askedBy, askedAt, expiresAt, nextAt } = requests
  await tx.execute(sql`
    insert into management_requests (organization_id, id, account_id, message, asked_by, asked_at, expires_at, next_at)
    select ${tx.organizationId}::uuid, id, account_id, ${message}, ${askedBy}, ${askedAt.toISOString()}::timestamptz, ${expiresAt.toISOString()}::timestamptz,
      ${nextAt.toISOString()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(requests.people)}::text::jsonb) as row(id uuid, "accountId" uuid)
      cross join lateral (select "accountId" as account_id) named
    on conflict do nothing`)
}

const thisRequest = (tx: OrganizationTransaction, id: string) =>
  and(eq(managementRequests.organizationId, tx.organizationId), eq(managementRequests.id, id))

export async function readRequest(
  tx: OrganizationTransaction,
  id: string,
  { lock = false }: { lock?: boolean } = {},
): Promise<ManagementRequest | null> {
  const query = tx.select().from(managementRequests).where(thisRequest(tx, id))
  const [row] = await (lock ? query.for('update') : query)
  return row ?? null
}

export async function updateRequest(
  tx: OrganizationTransaction,
  id: string,
  values: Partial<Pick<ManagementRequest, 'state' | 'reminders' | 'nextAt' | 'answeredAt' | 'answer' | 'expiresAt'>>,
): Promise<void> {
  await tx.update(managementRequests).set(values).where(thisRequest(tx, id))
}

/** Begins the time of what is open about these accounts anew. @returns the requests */
export async function renewRequests(
  tx: OrganizationTransaction,
  accountIds: readonly string[],
  times: RequestTimes,
): Promise<Pick<ManagementRequest, 'id' | 'expiresAt'>[]> {
  if (accountIds.length === 0) return []
  return tx
    .update(managementRequests)
    .set({ ...times, reminders: 0 })
    .where(
      and(
        eq(managementRequests.organizationId, tx.organizationId),
        eq(managementRequests.state, 'open'),
        inArray(managementRequests.accountId, [...accountIds]),
      ),
    )
    .returning({ id: managementRequests.id, expiresAt: managementRequests.expiresAt })
}

/** Ends what is open about these accounts. @returns the accounts that had an open request */
export async function closeRequests(
  tx: OrganizationTransaction,
  accountIds: readonly string[],
  state: 'closed' | 'withdrawn',
): Promise<string[]> {
  if (accountIds.length === 0) return []
  const rows = await tx.execute<{ id: string }>(sql`
    update management_requests set state = ${state}, next_at = null
    where organization_id = ${tx.organizationId} and account_id = any(${idArray(accountIds)}::uuid[]) and state = 'open'
    returning account_id as id`)
  return rows.map(({ id }) => id)
}

/** Open requests of this organization whose next moment has come, locked; those that somebody else has are left to them. */
export async function claimDueRequests(tx: OrganizationTransaction, limit: number): Promise<ManagementRequest[]> {
  return tx
    .select()
    .from(managementRequests)
    .where(
      and(
        eq(managementRequests.organizationId, tx.organizationId),
        eq(managementRequests.state, 'open'),
        sql`${managementRequests.nextAt} <= clock_timestamp()`,
      ),
    )
    .orderBy(managementRequests.nextAt)
    .limit(limit)
    .for('update', { skipLocked: true })
}

/** Organizations with such requests. */
export async function listOrganizationsWithDueRequests(tx: Transaction): Promise<string[]> {
  const rows = await tx.execute<{ id: string }>(sql`
    select distinct organization_id as id from management_requests
    where state = 'open' and next_at <= clock_timestamp()`)
  return rows.map(({ id }) => id)
}
