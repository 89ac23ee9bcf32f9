'use client'

import { readJson } from '@/app/(console)/use-job'
import { useAddress } from '@/app/ui/base-path'
import { useLive } from '@/app/ui/use-live'
import type { AgentLine } from './agent-line'

/** Milliseconds between looks while somebody waits for an agent, and while nobody does. */
const waitingLook = 2_000
const idleLook = 15_000

/** A connector's agents, looked at again and again: beginning with what came with the page. */
export function useAgents(connectorId: string, first: readonly AgentLine[], waiting: boolean) {
  const address = useAddress()
  const { data: agents = first, isError: failed } = useLive({
    // Who begins to wait asks at once.
    question: JSON.stringify([connectorId, waiting]),
    ask: signal => readJson<readonly AgentLine[]>(address(`/api/connectors/${connectorId}/agents`), signal),
    first,
    again: () => (waiting ? waitingLook : idleLook),
  })
  return { agents, failed }
}
