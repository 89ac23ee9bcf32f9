import { say } from '@/app/messages/say'
import { type Moment, moment } from '@/app/ui/moment'
import { nextTimes } from '@/lib/schedule/due'
import type { ScheduleSettings } from '@/lib/settings/schedule'

/** The next times in words; `note` says what clocks do to one. */
export type NextRuns = { full: { at: Moment; note: string | null }[]; quick: Moment | null }

/**
 * From the engine that starts the runs.
 * @param lastDate the last day that had its full run, which has no second one
 */
export function nextRuns(
  settings: ScheduleSettings,
  zone: string,
  { after, lastDate }: { after: Date; lastDate: string | null },
): NextRuns {
  const full = nextTimes({ settings, kind: 'full', zone }, { lastDate }, { after, count: 5 })
  const [quick] = nextTimes({ settings, kind: 'quick', zone }, { lastDate: null }, { after, count: 1 })
  const time = settings.full.at
  return {
    full: full.map(({ at, occurs }) => ({
      at: moment(at, zone),
      note: occurs === 'once' ? null : say(`schedule.${occurs}`, { time }),
    })),
    quick: quick ? moment(quick.at, zone) : null,
  }
}
