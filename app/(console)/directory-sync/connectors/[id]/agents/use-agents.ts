'use client'

import { readJson } from '@/app/(console)/use-job'
import { useAddress } from '@/app/ui/base-path'
import { useLive } from '@/app/ui/use-live'
import type { AgentsView } from './agents-view'

/** Milliseconds between looks while somebody waits for an agent, and while nobody does. */
const waitingLook = 2_000
const idleLook = 15_000

/** A connector's agents, looked at again and again: beginning with what came with the page. */
export function useAgents(connectorId: string, first: AgentsView, waiting: boolean) {
  const address = useAddress()
  const { data: view = first, isError: failed } = useLive({
    // Who begins to wait asks at once.
    question: JSON.stringify([connectorId, waiting]),
    ask: signal => readJson<AgentsView>(address(`/api/connectors/${connectorId}/agents`), signal),
    first,
    again: () => (waiting ? waitingLook : idleLook),
  })
  return { view, failed }
}
