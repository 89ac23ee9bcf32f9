import * as z from 'zod'
import { weekdays } from './choices'

/** What can be wrong with a schedule as it was typed; sentences: `lib/words/en/settings.json`. */
export const scheduleFaults = [
  'time-invalid',
  'date-invalid',
  'count-invalid',
  'days-missing',
  'day-of-month-invalid',
  'quick-minutes-invalid',
  'quick-too-often',
  'quiet-hours-empty',
  'quiet-hours-cover-everything',
  'start-date-missing',
  'time-zone-unknown',
] as const

/** Minutes between two quick synchronizations, at least. */
const fewestQuickMinutes = 5

/** A time of the day on the wall in the organization's zone: `04:00`. */
export const LocalTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'time-invalid' })
/** A day of the calendar: `2026-11-26`. */
export const LocalDate = z.iso.date({ error: 'date-invalid' })

const at = LocalTime
const count = (most: number) =>
  z.int({ error: 'count-invalid' }).min(1, { error: 'count-invalid' }).max(most, { error: 'count-invalid' })

const noDay = { error: 'day-of-month-invalid' }
const DayOfMonth = z.int(noDay).min(1, noDay).max(31, noDay)

/**
 * When everything is synchronized. `hours` keep ticking in absolute time from the start date's `at`; all others name a
 * time on the wall. A day of the month that a month does not have is its last day.
 */
export const FullSchedule = z.discriminatedUnion('every', [
  z.object({ every: z.literal('day'), at }),
  z.object({
    every: z.literal('week'),
    at,
    days: z
      .array(z.enum(weekdays))
      .min(1, { error: 'days-missing' })
      .transform(days => weekdays.filter(day => days.includes(day))),
  }),
  z.object({
    every: z.literal('month'),
    at,
    day: z.union([DayOfMonth, z.literal('last')], { error: 'day-of-month-invalid' }),
  }),
  z.object({ every: z.literal('hours'), at, count: count(168) }),
  z.object({ every: z.literal('days'), at, count: count(365) }),
  z.object({ every: z.literal('weeks'), at, count: count(52) }),
])
export type FullSchedule = z.infer<typeof FullSchedule>

/** Hours of the day in which a scheduled run removes nobody. Both ends are times on the wall; `to` may be on the next day. */
export const QuietHours = z
  .object({ from: LocalTime, to: LocalTime })
  .refine(({ from, to }) => from !== to, { error: 'quiet-hours-empty', path: ['to'] })
export type QuietHours = z.infer<typeof QuietHours>

/** When a connector is synchronized by itself. All times are in the organization's zone. */
export const ScheduleSettings = z
  .object({
    full: FullSchedule,
    /** Between the full ones, reading only what changed; null = never. */
    quick: z
      .object({
        minutes: z
          .int({ error: 'quick-minutes-invalid' })
          .min(fewestQuickMinutes, { error: 'quick-too-often' })
          .max(1440, { error: 'quick-minutes-invalid' }),
      })
      .nullable()
      .default(null),
    quietHours: QuietHours.nullable().default(null),
    /** The first day; null = at once. Every so many hours, days or weeks are counted from it. */
    startsOn: LocalDate.nullable().default(null),
  })
  .superRefine(({ full, quietHours, startsOn }, context) => {
    if (startsOn === null && ['hours', 'days', 'weeks'].includes(full.every))
      context.addIssue({ code: 'custom', message: 'start-date-missing', path: ['startsOn'] })
    if (quietHours && quietHours.from !== quietHours.to && timesOf(full).every(time => isWithin(quietHours, time)))
      context.addIssue({ code: 'custom', message: 'quiet-hours-cover-everything', path: ['quietHours', 'from'] })
  })
export type ScheduleSettings = z.infer<typeof ScheduleSettings>

/** Whether a time on the wall lies within; the end does not belong to it. */
export const isWithin = ({ from, to }: QuietHours, time: string): boolean =>
  from < to ? from <= time && time < to : from <= time || time < to

/** The times of the day at which it begins, as far as the calendar says. */
function timesOf(full: FullSchedule): string[] {
  if (full.every !== 'hours') return [full.at]
  const [hour = 0] = full.at.split(':').map(Number)
  const steps = Array.from({ length: 24 }, (_, step) => (hour + step * full.count) % 24)
  return steps.map(at => `${String(at).padStart(2, '0')}${full.at.slice(2)}`)
}
