import type { ScheduleSettings } from '@/lib/settings/schedule'

/** The values of the inputs: all that any kind of schedule asks, of which the schema takes what belongs to the kind. */
export type ScheduleValues = {
  settings: {
    full: { every: ScheduleSettings['full']['every']; at: string; days: string[]; day: number | 'last'; count: number }
    quick: { minutes: number } | null
    quietHours: { from: string; to: string } | null
    startsOn: string | null
  }
  timeZone: string
}

/** At night once everything, and every hour what changed: nobody has to choose anything. */
const usual = { every: 'day', at: '04:00', days: ['monday'], day: 1, count: 1 } as const

export function valuesOf(settings: ScheduleSettings | null, timeZone: string): ScheduleValues {
  const full = { ...usual, days: [...usual.days], ...settings?.full }
  if (settings === null)
    return { settings: { full, quick: { minutes: 60 }, quietHours: null, startsOn: null }, timeZone }
  const { quick, quietHours, startsOn } = settings
  return { settings: { full, quick, quietHours, startsOn }, timeZone }
}
