import { spokenLocale } from '@/lib/words/language'

/** A point in time as people read it, made on the server in the organization's zone so that both sides agree. */
export type Moment = { iso: string; text: string }

/** "Tue, Nov 24, 2026, 4:00 AM UTC" */
export function moment(at: Date, timeZone: string): Moment {
  const text = new Intl.DateTimeFormat(spokenLocale(), {
    weekday: 'short',
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZone,
    timeZoneName: 'short',
  }).format(at)
  return { iso: at.toISOString(), text }
}

/** "Nov 24, 2026, 4:00:07 AM UTC": where things happen within a minute. */
export function second(at: Date, timeZone: string): Moment {
  const text = new Intl.DateTimeFormat(spokenLocale(), {
    ...{ year: 'numeric', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit', second: '2-digit' },
    ...{ timeZone, timeZoneName: 'short' },
  } as const).format(at)
  return { iso: at.toISOString(), text }
}

/** "Nov 24, 2026": where the day is enough, above all in tables. */
export function day(at: Date, timeZone: string): Moment {
  const text = new Intl.DateTimeFormat(spokenLocale(), { dateStyle: 'medium', timeZone }).format(at)
  return { iso: at.toISOString(), text }
}

/** "2:02 PM" or "14:02", of today. */
export const timeOfDay = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat(spokenLocale(), { hour: 'numeric', minute: '2-digit', timeZone }).format(at)

/** "48 s", "3 min 10 s", "5 h 7 min" */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000))
  if (seconds >= 3600) return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}
