import type { ScheduleSettings } from '@/lib/settings/schedule'
import { type CalendarSchedule, dates } from './dates'
import { dateOf, hasDate, momentOf, type Occurs, wallOf, wallTime } from './zone'

/** The two clocks of a connector; neither postpones the other. */
export const scheduleKinds = ['full', 'quick'] as const
export type ScheduleKind = (typeof scheduleKinds)[number]

/** One time at which a schedule runs. */
export type Occurrence = {
  at: Date
  /** The day it belongs to, for which there is no other; null where it ticks in absolute time. */
  date: string | null
  /** `gap`: its time does not exist on that day, so it is the next one that does. `fold`: the first of two. */
  occurs: Occurs
}

const minute = 60_000
const hour = 60 * minute

/**
 * When a schedule runs after a moment, in order and without an end. Days and everything longer run at a time on the wall,
 * once per day; hours and minutes keep ticking whatever clocks on the wall do.
 * @param zone of the IANA database
 */
export function occurrences(
  settings: ScheduleSettings,
  kind: ScheduleKind,
  zone: string,
  after: Date,
): Iterable<Occurrence> {
  const { full, quick, startsOn } = settings
  if (kind === 'full' && full.every !== 'hours') return onTheWall(full, startsOn, zone, after.getTime())
  const start = startsOn === null ? 0 : momentOf(wallOf(startsOn, full.at), zone).at
  if (kind === 'quick') return quick ? ticks(0, quick.minutes * minute, Math.max(after.getTime(), start)) : []
  return full.every === 'hours' ? ticks(start, full.count * hour, after.getTime()) : []
}

function* onTheWall(
  schedule: CalendarSchedule,
  startsOn: string | null,
  zone: string,
  after: number,
): Generator<Occurrence> {
  // A time that does not exist may run on the day after its own.
  const from = dateOf(wallTime(after, zone) - 24 * hour)
  for (const date of dates(schedule, startsOn, from)) {
    const { at, occurs } = momentOf(wallOf(date, schedule.at), zone)
    if (at > after && (occurs !== 'gap' || hasDate(date, zone))) yield { at: new Date(at), date, occurs }
  }
}

function* ticks(start: number, every: number, after: number): Generator<Occurrence> {
  const passed = Math.floor((after - start) / every) + 1
  for (let tick = Math.max(0, passed); ; tick++)
    yield { at: new Date(start + tick * every), date: null, occurs: 'once' }
}
