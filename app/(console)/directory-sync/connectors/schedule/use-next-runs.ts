import { useDebouncedValue } from '@mantine/hooks'
import { useEffect, useRef } from 'react'
import { say } from '@/app/messages/say'
import { useAnnounce } from '@/app/ui/live-region'
import { useLive } from '@/app/ui/use-live'
import { showNextRuns } from './actions'
import type { NextRuns } from './next-runs'
import type { ScheduleValues } from './schedule-values'

const pause = 300

/** What the engine makes of the values as they stand; null while they are not usable. A change is announced once. */
export function useNextRuns(connectorId: string, values: ScheduleValues, initial: NextRuns): NextRuns | null {
  const [settled] = useDebouncedValue(JSON.stringify(values), pause)
  const first = useRef(settled)
  const announce = useAnnounce()
  const { data } = useLive({
    question: settled === first.current ? null : settled,
    ask: () => showNextRuns({ connectorId, values: JSON.parse(settled) }),
  })
  const answered = data === undefined ? initial : data.ok ? data.value : null
  const runs = settled === first.current ? initial : answered
  const next = runs?.full[0]?.at.text
  const told = useRef(next)
  useEffect(() => {
    if (next === undefined || next === told.current) return
    told.current = next
    announce(say('schedule.announce', { at: next }))
  }, [next, announce])
  return runs
}
