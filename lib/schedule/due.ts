import type { ScheduleSettings } from '@/lib/settings/schedule'
import { type Occurrence, occurrences, type ScheduleKind } from './occurrences'

/** What is known of one clock of a connector: the next time, and the last day that had its run. */
export type Clock = { nextFor: Date | null; lastFor: Date | null; lastDate: string | null }

/** The time that is due now, how many before it nobody was there for, and the one after it. */
export type DueTime = { occurrence: Occurrence; missed: number; next: Occurrence | null }

type Of = { settings: ScheduleSettings; kind: ScheduleKind; zone: string }

/**
 * What is due: of all times that passed since the clock was looked at the latest one, once, and not the ones before it.
 * Null when nothing is.
 * @param spread milliseconds by which this connector begins later than its time, see `spreadOf`
 */
export function dueTime(of: Of, clock: Clock, { now, spread }: { now: Date; spread: number }): DueTime | null {
  if (clock.nextFor === null) return null
  let due: Occurrence | null = null
  let passed = 0
  for (const occurrence of notYetRun(of, clock, new Date(clock.nextFor.getTime() - 1))) {
    if (occurrence.at.getTime() + spread > now.getTime())
      return due && { occurrence: due, missed: passed - 1, next: occurrence }
    due = occurrence
    passed++
  }
  return due && { occurrence: due, missed: passed - 1, next: null }
}

/** The first time after `now` that this clock has not had yet, for a clock that is set. */
export function firstTime(of: Of, clock: Omit<Clock, 'nextFor'>, now: Date): Occurrence | null {
  const after = clock.lastFor !== null && clock.lastFor > now ? clock.lastFor : now
  for (const occurrence of notYetRun(of, clock, after)) return occurrence
  return null
}

/** A day that had its run has no second one, whatever became of the schedule since. */
function* notYetRun({ settings, kind, zone }: Of, { lastDate }: Pick<Clock, 'lastDate'>, after: Date) {
  for (const occurrence of occurrences(settings, kind, zone, after))
    if (occurrence.date === null || lastDate === null || occurrence.date > lastDate) yield occurrence
}

/** The next `count` times that a clock has not had yet. */
export function nextTimes(
  of: Of,
  clock: Pick<Clock, 'lastDate'>,
  { after, count }: { after: Date; count: number },
): Occurrence[] {
  const next: Occurrence[] = []
  for (const occurrence of notYetRun(of, clock, after)) if (next.push(occurrence) >= count) break
  return next
}
