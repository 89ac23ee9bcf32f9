'use client'

import { useQuery } from '@tanstack/react-query'
import { readJson } from '@/app/(console)/use-job'
import { useAddress } from '@/app/ui/base-path'
import type { AgentLine } from './agent-line'

/** Milliseconds between looks while somebody waits for an agent, and while nobody does. */
const waitingLook = 2_000
const idleLook = 15_000

/** A connector's agents, looked at again and again: beginning with what came with the page. */
export function useAgents(connectorId: string, first: readonly AgentLine[], waiting: boolean) {
  const address = useAddress()
  const query = useQuery({
    queryKey: ['agents', connectorId],
    initialData: first,
    queryFn: ({ signal }) => readJson<readonly AgentLine[]>(address(`/api/connectors/${connectorId}/agents`), signal),
    refetchInterval: waiting ? waitingLook : idleLook,
  })
  return { agents: query.data, failed: query.isError }
}
