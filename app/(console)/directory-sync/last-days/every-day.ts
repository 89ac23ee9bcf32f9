import type { RunDay } from '@/lib/store/run-days'
import { spokenLocale } from '@/lib/words/language'

const dayLength = 86_400_000
const shown = { weekday: 'short', month: 'short', day: 'numeric', timeZone: 'UTC' } as const

/** "Tue, Nov 24" */
export const dayText = (day: string): string =>
  new Intl.DateTimeFormat(spokenLocale(), shown).format(new Date(`${day}T00:00:00Z`))

/** Every day up to today, also those on which nothing ran: a gap in a chart would hide them. */
export function everyDay(known: readonly RunDay[], { today, days }: { today: string; days: number }): RunDay[] {
  const last = Date.parse(`${today}T00:00:00Z`)
  return Array.from({ length: days }, (_, at) => {
    const day = new Date(last - (days - 1 - at) * dayLength).toISOString().slice(0, 10)
    const found = known.find(one => one.day === day)
    return found ?? { day, runs: 0, added: 0, updated: 0, deactivated: 0, problems: 0, held: 0, failed: 0 }
  })
}

/** Where the runs stand that a day counts. */
export const runsOf = ({ day }: RunDay): string => `/directory-sync/runs?day=${day}`

export const changesOf = ({ added, updated, deactivated }: RunDay): number => added + updated + deactivated

/** The day with the most changes; null when there was none. */
export function busiest(days: readonly RunDay[]): RunDay | null {
  const most = days.reduce<RunDay | null>(
    (best, day) => (changesOf(day) > (best ? changesOf(best) : 0) ? day : best),
    null,
  )
  return most
}
