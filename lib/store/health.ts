import { max } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { workers } from '@/db/schema/runs'

/** When a worker was last heard of; null when none ever was. */
export async function lastWorkerSeen(tx: Transaction): Promise<Date | null> {
  const [row] = await tx.select({ seenAt: max(workers.seenAt) }).from(workers)
  return row?.seenAt ?? null
}
