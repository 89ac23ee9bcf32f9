import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { say } from '@/app/messages/say'
import { useAnnounce } from '@/app/ui/live-region'
import { queries } from '@/app/ui/queries'
import { showNextRuns } from './actions'
import type { NextRuns } from './next-runs'
import type { ScheduleValues } from './schedule-values'

const pause = 300

/** What the engine makes of the values as they stand; null while they are not usable. A change is announced once. */
export function useNextRuns(connectorId: string, values: ScheduleValues, initial: NextRuns): NextRuns | null {
  const [settled] = useDebouncedValue(JSON.stringify(values), pause)
  const first = useRef(settled)
  const announce = useAnnounce()
  const { data } = useQuery(
    {
      queryKey: ['next-runs', connectorId, settled],
      queryFn: () => showNextRuns({ connectorId, values: JSON.parse(settled) }),
      enabled: settled !== first.current,
      placeholderData: keepPreviousData,
      staleTime: 60_000,
    },
    queries(),
  )
  const runs = settled === first.current ? initial : data?.ok ? data.value : null
  const next = runs?.full[0]?.at.text
  const told = useRef(next)
  useEffect(() => {
    if (next === undefined || next === told.current) return
    told.current = next
    announce(say('schedule.announce', { at: next }))
  }, [next, announce])
  return runs
}
