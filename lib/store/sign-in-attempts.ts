import { eq, sql } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { signInAttempts } from '@/db/schema'

/**
 * Counts one more attempt for a key and answers how many there are in its window, this one included. A window that has
 * passed starts anew. One statement, so that attempts at the same moment are all counted.
 */
export async function countAttempt(
  across: Transaction,
  attempt: { key: string; now: Date; windowMinutes: number },
): Promise<number> {
  const start = new Date(attempt.now.getTime() - attempt.windowMinutes * 60_000)
  const passed = sql`${signInAttempts.windowStart} <= ${start.toISOString()}::timestamptz`
  const [row] = await across
    .insert(signInAttempts)
    .values({ key: attempt.key, windowStart: attempt.now, count: 1 })
    .onConflictDoUpdate({
      target: signInAttempts.key,
      set: {
        count: sql`case when ${passed} then 1 else ${signInAttempts.count} + 1 end`,
        windowStart: sql`case when ${passed} then excluded.window_start else ${signInAttempts.windowStart} end`,
      },
    })
    .returning({ count: signInAttempts.count })
  return row?.count ?? 1
}

export async function forgetAttempts(across: Transaction, key: string): Promise<void> {
  await across.delete(signInAttempts).where(eq(signInAttempts.key, key))
}

/** Windows long gone hold nothing that is needed. */
export async function dropOldAttempts(across: Transaction, before: Date): Promise<void> {
  await across.delete(signInAttempts).where(sql`${signInAttempts.windowStart} < ${before.toISOString()}::timestamptz`)
}
