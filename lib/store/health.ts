import { max, sql } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { workers } from '@/db/schema/runs'

/** When a worker was last heard of; null when none ever was. */
export async function lastWorkerSeen(tx: Transaction): Promise<Date | null> {
  const [row] = await tx.select({ seenAt: max(workers.seenAt) }).from(workers)
  return row?.seenAt ?? null
}

/** The server's version and what time it thinks it is. */
export async function readDatabaseClock(tx: Transaction): Promise<{ version: string; now: Date }> {
  const [row] = await tx.execute<{ version: string; now: string }>(sql`
    select current_setting('server_version') as version, extract(epoch from clock_timestamp())::text as now`)
  return { version: row?.version ?? '', now: new Date(Number(row?.now) * 1000) }
}
