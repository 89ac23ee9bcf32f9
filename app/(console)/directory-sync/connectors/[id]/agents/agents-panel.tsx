'use client'

import { Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { say } from '@/app/messages/say'
import { Card } from '@/app/ui/card'
import { Notice } from '@/app/ui/notice'
import { AddAgent } from './add-agent'
import type { AgentLine } from './agent-line'
import { AgentsTable } from './agents-table'
import { useAgents } from './use-agents'

type Props = { connectorId: string; first: readonly AgentLine[]; mayConfigure: boolean }

/** The agents of a connector as they are now, and the way to another one. */
export function AgentsPanel({ connectorId, first, mayConfigure }: Props) {
  const [awaited, setAwaited] = useState<string | null>(null)
  const arrivedAlready = first.some(agent => agent.name === awaited)
  const { agents, failed } = useAgents(connectorId, first, awaited !== null && !arrivedAlready)
  const arrived = agents.find(agent => agent.name === awaited) ?? null
  return (
    <Stack gap="lg">
      <Card title={say('agents.title')} id="agents">
        {failed ? <Notice tone="warn">{say('agents.old')}</Notice> : null}
        {agents.length === 0 ? (
          <Text c="dimmed">{say('agents.none')}</Text>
        ) : (
          <>
            <Text c="dimmed">{spareText(agents)}</Text>
            <AgentsTable connectorId={connectorId} agents={agents} />
          </>
        )}
      </Card>
      {mayConfigure ? <AddAgent connectorId={connectorId} arrived={arrived} onToken={setAwaited} /> : null}
    </Stack>
  )
}

/** Whether anything goes on when one of them stops. */
function spareText(agents: readonly AgentLine[]): string {
  const connected = agents.filter(agent => agent.state === 'connected').length
  return say('agents.spare', { connected })
}
