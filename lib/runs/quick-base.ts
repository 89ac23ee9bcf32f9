import { type FullReadReason, Watermark } from '@/lib/directory/watermark'
import { readConnector } from '@/lib/store/connectors'
import type { Run } from '@/lib/store/runs'
import { countDamagedParts } from '@/lib/store/snapshots'
import { type BaseSnapshot, readBaseSnapshot, readParts } from '@/lib/store/snapshots-base'
import { nowOf, type RunWork, reading } from './run-work'

const day = 86_400_000

/** Quick imports alone are not enough: a deletion's trace lasts for weeks, and some changes leave none. */
export const fullReadEveryDays = 7

/** What a quick import goes on from. */
export type QuickBase = BaseSnapshot & { watermark: Watermark; fullReadAt: Date; parts: Part[] }
type Part = { part: number; objects: number }

const damaged: FullReadReason = { code: 'full-snapshot-damaged', args: {} }

/**
 * The connector's last sealed read, when it is fit to go on from; otherwise why everything has to be read. Its rows are
 * recounted by `recountBase`.
 */
export async function findQuickBase(work: RunWork, run: Run): Promise<QuickBase | FullReadReason> {
  const { base, restoredAt } = await reading(work, async tx => ({
    base: await readBaseSnapshot(tx, run.connectorId, run.id),
    restoredAt: (await readConnector(tx, run.connectorId))?.restoredAt ?? null,
  }))
  if (restoredAt !== null) return { code: 'full-database-restored', args: {} }
  const fit = judgeBase(base, run.connectorVersion, nowOf(work))
  if ('code' in fit) return fit
  const parts = await reading(work, tx => readParts(tx, fit))
  return parts.length > 0 ? { ...fit, parts } : damaged
}

/** Counts all its rows again, which takes its time. @returns why it cannot be gone on from, or null */
export async function recountBase(work: RunWork, base: QuickBase): Promise<FullReadReason | null> {
  return (await reading(work, tx => countDamagedParts(tx, base.runId))) > 0 ? damaged : null
}

/**
 * Decides by what is known without asking the directory. The time since the last full read counts from that read alone,
 * however many quick ones came after it.
 */
export function judgeBase(
  base: BaseSnapshot | null,
  connectorVersion: number,
  now: Date,
): Omit<QuickBase, 'parts'> | FullReadReason {
  const watermark = Watermark.safeParse(base?.watermark)
  if (base === null || base.fullReadAt === null || !watermark.success) return { code: 'full-first-read', args: {} }
  if (base.connectorVersion !== connectorVersion) return { code: 'full-settings-changed', args: {} }
  const days = Math.floor((now.getTime() - base.fullReadAt.getTime()) / day)
  if (days >= fullReadEveryDays) return { code: 'full-due', args: { days } }
  return { ...base, fullReadAt: base.fullReadAt, watermark: watermark.data }
}
