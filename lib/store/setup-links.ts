import { eq, isNull, sql } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { setupLinks } from '@/db/schema'

export type SetupLink = { expiresAt: Date; usedAt: Date | null }

/** Stores a link's hash; links that were never used stop working, so that only the newest one does. */
export async function replaceSetupLinks(
  across: Transaction,
  link: { tokenHash: string; expiresAt: Date },
): Promise<void> {
  await across.delete(setupLinks).where(isNull(setupLinks.usedAt))
  await across.insert(setupLinks).values(link)
}

export async function readSetupLink(across: Transaction, tokenHash: string): Promise<SetupLink | null> {
  const [row] = await across
    .select({ expiresAt: setupLinks.expiresAt, usedAt: setupLinks.usedAt })
    .from(setupLinks)
    .where(eq(setupLinks.tokenHash, tokenHash))
  return row ?? null
}

export async function markSetupLinkUsed(across: Transaction, tokenHash: string, now: Date): Promise<void> {
  await across.update(setupLinks).set({ usedAt: now }).where(eq(setupLinks.tokenHash, tokenHash))
}

/** Held until the transaction ends: set-ups happen one after the other, whatever number of portals there is. */
export async function lockSetup(across: Transaction): Promise<void> {
  await across.execute(sql`select pg_advisory_xact_lock(hashtext('enrollment.setup'))`)
}
