import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { outbox } from '@/db/schema/messenger'
import type { OrganizationTransaction } from './organization'

export type OutboxMessage = typeof outbox.$inferSelect
export type NewOutboxMessage = Pick<OutboxMessage, 'id' | 'kind' | 'idempotencyKey' | 'payload' | 'runId'>

/** Writes effects that must follow the commit; a key that stands already is left as it is. */
export async function insertOutbox(tx: OrganizationTransaction, messages: readonly NewOutboxMessage[]): Promise<void> {
  if (messages.length === 0) return
  await tx
    .insert(outbox)
    .values(messages.map(message => ({ ...message, organizationId: tx.organizationId })))
    .onConflictDoNothing()
}

/** The oldest open messages, locked; those that another worker holds are left to it. */
export async function takeOutbox(tx: OrganizationTransaction, limit: number): Promise<OutboxMessage[]> {
  return tx
    .select()
    .from(outbox)
    .where(and(eq(outbox.organizationId, tx.organizationId), isNull(outbox.doneAt)))
    .orderBy(asc(outbox.createdAt), asc(outbox.id))
    .limit(limit)
    .for('update', { skipLocked: true })
}

/** Marks messages as done, in the transaction in which their effect happened. */
export async function finishOutbox(tx: OrganizationTransaction, ids: readonly string[]): Promise<void> {
  await tx
    .update(outbox)
    .set({ doneAt: sql`now()` })
    .where(and(eq(outbox.organizationId, tx.organizationId), sql`${outbox.id} = any(${sql.param(ids)}::uuid[])`))
}
