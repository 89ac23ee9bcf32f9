import { Cron } from 'croner'
import type { FullSchedule } from '@/lib/settings/schedule'
import { dateOf, wallOf } from './zone'

export type CalendarSchedule = Exclude<FullSchedule, { every: 'hours' }>

const day = 86_400_000

/**
 * The days on which a schedule runs, from `from` on, in order. croner knows the calendar; it is asked in UTC, where each
 * day has each time once, because what a zone does to a time on the wall is told by `momentOf`.
 */
export function* dates(schedule: CalendarSchedule, startsOn: string | null, from: string): Generator<string> {
  if (schedule.every === 'days') return yield* everySoManyDays(schedule.count, startsOn ?? from, from)
  if (schedule.every === 'weeks') return yield* everySoManyDays(schedule.count * 7, startsOn ?? from, from)
  const first = startsOn !== null && startsOn > from ? startsOn : from
  const cron = new Cron(patternOf(schedule), { timezone: 'UTC' })
  for (let at = previous(first, schedule); ; ) {
    const next = cron.nextRun(at)
    if (!next) return
    at = next
    const date = onItsDay(schedule, dateOf(next.getTime()))
    if (date >= first) yield date
  }
}

/** A moment before the first day that may count; of months, the whole month does. */
function previous(first: string, { every }: CalendarSchedule): Date {
  return new Date(wallOf(every === 'month' ? `${first.slice(0, 7)}-01` : first, '00:00') - 1000)
}

function patternOf(schedule: CalendarSchedule): string {
  if (schedule.every === 'month') return '0 0 0 L * *'
  if (schedule.every === 'week')
    return `0 0 0 * * ${schedule.days.map(name => name.slice(0, 3).toUpperCase()).join(',')}`
  return '0 0 0 * * *'
}

/** croner names the last day of each month: a month's day is that one, or an earlier one. */
function onItsDay(schedule: CalendarSchedule, date: string): string {
  if (schedule.every !== 'month' || schedule.day === 'last') return date
  const dayOfMonth = Math.min(schedule.day, Number(date.slice(8)))
  return `${date.slice(0, 8)}${String(dayOfMonth).padStart(2, '0')}`
}

function* everySoManyDays(days: number, startsOn: string, from: string): Generator<string> {
  const start = wallOf(startsOn, '00:00')
  const passed = Math.ceil((wallOf(from, '00:00') - start) / (days * day))
  for (let step = Math.max(0, passed); ; step++) yield dateOf(start + step * days * day)
}
