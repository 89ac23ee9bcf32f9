'use client'

import { Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { say } from '@/app/messages/say'
import { Reserved } from '@/app/rights/reserved'
import { Card } from '@/app/ui/card'
import { Notice } from '@/app/ui/notice'
import { AddAgent } from './add-agent'
import type { AgentLine } from './agent-line'
import { AgentsTable } from './agents-table'
import type { AgentsView } from './agents-view'
import { TokenNotices } from './token-notices'
import { useAgents } from './use-agents'

type Props = { connectorId: string; first: AgentsView }

/** The agents of a connector as they are now, and the way to another one. */
export function AgentsPanel({ connectorId, first }: Props) {
  const [awaited, setAwaited] = useState<string | null>(null)
  const arrivedAlready = first.agents.some(agent => agent.name === awaited)
  const { view, failed } = useAgents(connectorId, first, awaited !== null && !arrivedAlready)
  const { agents, tokens, executable } = view
  const arrived = agents.find(agent => agent.name === awaited) ?? null
  return (
    <Stack gap="lg">
      <Card title={say('agents.title')} id="agents">
        {failed ? <Notice tone="warn">{say('agents.old')}</Notice> : null}
        <TokenNotices connectorId={connectorId} tokens={tokens} made={awaited} />
        {agents.length === 0 ? (
          <Text c="dimmed">{say('agents.none')}</Text>
        ) : (
          <>
            <Spare agents={agents} />
            {new Set(agents.map(({ limits }) => limits)).size > 1 ? (
              <Notice tone="warn">{say('agents.limitsDiffer')}</Notice>
            ) : null}
            <AgentsTable connectorId={connectorId} agents={agents} />
          </>
        )}
      </Card>
      <Reserved to="enrollment.sync.configure">
        <AddAgent connectorId={connectorId} arrived={arrived} executable={executable} onToken={setAwaited} />
      </Reserved>
    </Stack>
  )
}

/** Whether anything goes on when one of them stops. */
function Spare({ agents }: { agents: readonly AgentLine[] }) {
  const connected = agents.filter(agent => agent.state === 'connected').length
  const text = say('agents.spare', { connected })
  if (connected === 0) return <Notice tone="danger">{text}</Notice>
  return connected === 1 ? <Notice tone="warn">{text}</Notice> : <Text c="dimmed">{text}</Text>
}
