import { Stack, Text } from '@mantine/core'
import { say } from '@/app/messages/say'
import type { Moment } from '@/app/ui/moment'
import { When } from '@/app/ui/when'
import type { Connector } from '@/lib/store/connectors'
import type { Seats } from '@/lib/store/licenses'
import { nextRuns } from './connectors/schedule/next-runs'
import type { RunLine } from './runs/run-line'

type Props = {
  lines: readonly RunLine[]
  connectors: readonly Connector[]
  seats: Seats
  timeZone: string
  now: Date
}

/** When it last ran and what came of it, when it runs next by itself, and how many more people there is room for. */
export function LastAndNext({ lines, connectors, seats, timeZone, now }: Props) {
  const last = lines.find(({ planned, totals }) => !planned && totals !== null)
  const next = nextOf(connectors, timeZone, now)
  return (
    <Stack gap={2}>
      {last?.totals ? (
        <Text component="span">
          {say('overview.last')} <When moment={last.started} />: {say('overview.lastTotals', last.totals)}
        </Text>
      ) : null}
      {next ? (
        <Text component="span">
          {say('overview.next')} <When moment={next} />
        </Text>
      ) : null}
      {seats.seats === null ? null : (
        <Text component="span">
          {say('overview.seats', { used: seats.used, seats: seats.seats, left: seats.left ?? 0 })}
        </Text>
      )}
    </Stack>
  )
}

/** The earliest of what the connectors that run by themselves will do. */
function nextOf(connectors: readonly Connector[], timeZone: string, after: Date): Moment | null {
  const times = connectors
    .filter(({ state, domainSid }) => state === 'active' && domainSid !== null)
    .flatMap(({ schedule }) => {
      if (!schedule) return []
      const { full, quick } = nextRuns(schedule, timeZone, { after, lastDate: null })
      return [full[0]?.at, quick].filter(time => time !== null && time !== undefined)
    })
  return times.toSorted((one, other) => one.iso.localeCompare(other.iso))[0] ?? null
}
