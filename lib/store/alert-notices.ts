import { and, eq, inArray, sql } from 'drizzle-orm'
import { alertNotices, outbox } from '@/db/schema'
import type { OrganizationTransaction } from './organization'

export type Notice = Pick<
  typeof alertNotices.$inferSelect,
  'administratorId' | 'alertId' | 'connectorId' | 'digest' | 'dueAt'
>
export type NewNotice = Notice & { dueAt: Date }

const ofOrganization = (tx: OrganizationTransaction) => eq(alertNotices.organizationId, tx.organizationId)

/** Notes who is to be told. What waits already is told when it was to be told, or sooner. */
export async function insertNotices(tx: OrganizationTransaction, notices: readonly NewNotice[]): Promise<void> {
  if (notices.length === 0) return
  await tx
    .insert(alertNotices)
    .values(notices.map(notice => ({ organizationId: tx.organizationId, ...notice })))
    .onConflictDoUpdate({
      target: [alertNotices.organizationId, alertNotices.administratorId, alertNotices.alertId],
      set: {
        dueAt: sql`least(${alertNotices.dueAt}, excluded.due_at)`,
        digest: sql`excluded.digest and (${alertNotices.dueAt} is null or ${alertNotices.digest})`,
      },
    })
}

/** Whether an administrator or another system was told, or is about to be told, of one of these. */
export async function anyTold(tx: OrganizationTransaction, alertIds: readonly string[]): Promise<boolean> {
  if (alertIds.length === 0) return false
  const found = await tx
    .select({ alertId: alertNotices.alertId })
    .from(alertNotices)
    .where(and(ofOrganization(tx), inArray(alertNotices.alertId, [...alertIds])))
    .limit(1)
  if (found.length > 0) return true
  // Of a cause that may pass by itself the second meeting is told first.
  const keys = alertIds.flatMap(id => [1, 2].map(times => webhookKey(id, times)))
  const sent = await tx
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(eq(outbox.organizationId, tx.organizationId), inArray(outbox.idempotencyKey, keys)))
    .limit(1)
  return sent.length > 0
}

/** Names the request that tells another system of an alert's meeting. */
export const webhookKey = (alertId: string, times: number): string => `webhook:alert:${alertId}:${times}`

/**
 * What waits to be told, locked, with everything that may go into the same mails: it is a few rows for each administrator.
 * What another worker holds is left to it.
 */
export async function takeNotices(tx: OrganizationTransaction): Promise<NewNotice[]> {
  const { administratorId, alertId, connectorId, digest, dueAt } = alertNotices
  const rows = await tx
    .select({ administratorId, alertId, connectorId, digest, dueAt })
    .from(alertNotices)
    .where(and(ofOrganization(tx), sql`${dueAt} is not null`))
    .orderBy(administratorId, connectorId, alertId)
    .for('update', { skipLocked: true })
  return rows.flatMap(row => (row.dueAt === null ? [] : [{ ...row, dueAt: row.dueAt }]))
}

/** Ticks off what the transaction wrote mails about. */
export async function tickNotices(
  tx: OrganizationTransaction,
  administratorId: string,
  alertIds: readonly string[],
): Promise<void> {
  await tx
    .update(alertNotices)
    .set({ dueAt: null, toldAt: sql`now()` })
    .where(
      and(
        ofOrganization(tx),
        eq(alertNotices.administratorId, administratorId),
        inArray(alertNotices.alertId, [...alertIds]),
      ),
    )
}
