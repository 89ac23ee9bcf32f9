import { eq, lt, sql } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { workers } from '@/db/schema/runs'

/** Says that this worker lives; the health route and the pages read it. */
export async function reportWorker(tx: Transaction, id: string, version: string): Promise<void> {
  await tx
    .insert(workers)
    .values({ id, version })
    .onConflictDoUpdate({ target: workers.id, set: { seenAt: sql`now()`, version } })
}

/** Takes a stopped worker off the list, and with it those not heard of for a day. */
export async function forgetWorker(tx: Transaction, id: string): Promise<void> {
  await tx.delete(workers).where(eq(workers.id, id))
  await tx.delete(workers).where(lt(workers.seenAt, sql`now() - interval '1 day'`))
}
