import { alwaysAllowed } from '@/lib/settings/choices'
import type { SafetySettings } from '@/lib/settings/safety'

/** A share in percent of a whole, which counts only from so many people. */
export type ShareLimit = { percent: number; from: number }

export const windowDays = 7

/** When a plan waits for a person: what a company decides, and what nobody does. */
export const limitsOf = (safety: SafetySettings) => ({
  removals: {
    percent: safety.removalsPercent,
    most: safety.removalsPeople,
    always: alwaysAllowed,
    weekPercent: safety.weekPercent,
  },
  scope: {
    percent: safety.scopePercent,
    /** The share of a scope counts only from this size. */
    from: 10,
    /** All of a scope counts when it had more people than this. */
    allAbove: 3,
  },
  additions: { percent: safety.additionsPercent, from: 50 },
  changes: { percent: safety.changesPercent, from: 10 },
  problems: { percent: safety.problemsPercent, from: 10 },
})
export type Limits = ReturnType<typeof limitsOf>

/** Whether so many of a whole are more than a limit allows. */
export const exceeds = (count: number, whole: number, { percent, from }: ShareLimit): boolean =>
  count >= from && count * 100 > percent * whole
