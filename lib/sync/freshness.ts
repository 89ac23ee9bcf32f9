import type { ScheduleSettings } from '@/lib/settings/schedule'

/** What is known of a connector's reading of its directory. */
export type Reading = {
  state: 'draft' | 'ready' | 'active' | 'paused' | 'attention'
  schedule: ScheduleSettings | null
  /** When the newest complete read ended; null = there was none. */
  readAt: Date | null
  /** Whether the newest attempt after it failed. */
  failed: boolean
}

/** Why what is shown is older than it should be; `failing` and `attention` until somebody does something. */
export type Outdated = { since: Date; why: 'attention' | 'failing' | 'paused' | 'late' | 'unscheduled' }

const hour = 3_600_000
const day = 24 * hour
/** Longest time between two reads that a schedule asks for, in milliseconds. */
const everyLongest: Record<ScheduleSettings['full']['every'], number> = {
  hours: hour,
  day,
  days: day,
  week: 7 * day,
  weeks: 7 * day,
  month: 31 * day,
}

function interval({ full, quick }: ScheduleSettings): number {
  if (quick) return quick.minutes * 60_000
  return everyLongest[full.every] * ('count' in full ? full.count : 1)
}

/** One read may be missed before anybody is told; without a schedule nobody promised anything, and a week is long. */
const patience = (schedule: ScheduleSettings | null): number =>
  schedule === null ? 7 * day : Math.max(2 * interval(schedule), hour)

/** Whether people are shown as they were longer ago than they should be; null = they are as fresh as was asked for. */
export function outdated({ state, schedule, readAt, failed }: Reading, now: Date): Outdated | null {
  if (readAt === null || state === 'draft' || state === 'ready') return null
  if (state === 'attention') return { since: readAt, why: 'attention' }
  if (failed && state === 'active') return { since: readAt, why: 'failing' }
  if (now.getTime() - readAt.getTime() <= patience(schedule)) return null
  if (state === 'paused') return { since: readAt, why: 'paused' }
  return { since: readAt, why: schedule === null ? 'unscheduled' : 'late' }
}
