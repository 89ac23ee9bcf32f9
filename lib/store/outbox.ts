import { and, asc, count, eq, inArray, isNull, sql } from 'drizzle-orm'
import { outbox } from '@/db/schema/messenger'
import type { OrganizationTransaction } from './organization'
import { rowArrays } from './row-arrays'

export type OutboxMessage = typeof outbox.$inferSelect
export type NewOutboxMessage = Pick<OutboxMessage, 'id' | 'kind' | 'idempotencyKey' | 'payload' | 'runId'>

/** Writes effects that must follow the commit; a key that stands already is left as it is. */
export async function insertOutbox(tx: OrganizationTransaction, messages: readonly NewOutboxMessage[]): Promise<void> {
  if (messages.length === 0) return
  const rows = messages.map(({ id, kind, idempotencyKey, payload, runId }) => ({
    ...{ id, kind, idempotency_key: idempotencyKey, payload, run_id: runId },
  }))
  await tx.execute(sql`
    insert into outbox (organization_id, id, kind, idempotency_key, payload, run_id)
    select ${tx.organizationId}::uuid, id, kind, idempotency_key, payload, run_id
    from ${rowArrays(rows, { id: 'uuid', kind: 'text', idempotency_key: 'text', payload: 'jsonb', run_id: 'uuid' })}
    on conflict do nothing`)
}

const open = (tx: OrganizationTransaction) => and(eq(outbox.organizationId, tx.organizationId), isNull(outbox.doneAt))
const among = (ids: readonly string[]) => inArray(outbox.id, [...ids])

/**
 * Claims messages whose effect is outside of the database, for so long: nobody else tries them meanwhile, and if the worker
 * dies somebody does afterwards.
 */
export async function claimOutbox(
  tx: OrganizationTransaction,
  kinds: readonly string[],
  { limit, leaseSeconds }: { limit: number; leaseSeconds: number },
): Promise<OutboxMessage[]> {
  const due = await tx
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(open(tx), inArray(outbox.kind, [...kinds]), sql`${outbox.nextAttemptAt} <= clock_timestamp()`))
    .orderBy(asc(outbox.nextAttemptAt), asc(outbox.id))
    .limit(limit)
    .for('update', { skipLocked: true })
  if (due.length === 0) return []
  return tx
    .update(outbox)
    .set({ attempts: sql`${outbox.attempts} + 1`, nextAttemptAt: inSeconds(leaseSeconds) })
    .where(and(open(tx), among(due.map(({ id }) => id))))
    .returning()
}

const inSeconds = (seconds: number) => sql`clock_timestamp() + make_interval(secs => ${seconds})`

/** Gives back what was claimed and not tried. */
export async function giveBackOutbox(tx: OrganizationTransaction, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx
    .update(outbox)
    .set({ attempts: sql`${outbox.attempts} - 1`, nextAttemptAt: sql`clock_timestamp()` })
    .where(and(open(tx), among(ids)))
}

/** Why an effect did not happen, and when it is tried again; null = not before somebody asks for it. */
export async function postponeOutbox(
  tx: OrganizationTransaction,
  id: string,
  { error, seconds }: { error: string; seconds: number | null },
): Promise<void> {
  await tx
    .update(outbox)
    .set({ error, nextAttemptAt: seconds === null ? null : inSeconds(seconds) })
    .where(and(open(tx), eq(outbox.id, id)))
}

/** Marks messages as done. */
export async function finishOutbox(tx: OrganizationTransaction, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx
    .update(outbox)
    .set({ doneAt: sql`now()`, error: null })
    .where(and(open(tx), among(ids)))
}

/** Effects that have not happened, of a run or of all, by kind and by why. */
export async function countUndelivered(
  tx: OrganizationTransaction,
  runId?: string,
): Promise<{ kind: string; error: string | null; count: number }[]> {
  return tx
    .select({ kind: outbox.kind, error: outbox.error, count: count() })
    .from(outbox)
    .where(and(open(tx), runId === undefined ? undefined : eq(outbox.runId, runId)))
    .groupBy(outbox.kind, outbox.error)
    .orderBy(asc(outbox.kind), asc(outbox.error))
}
