'use client'

import { Text } from '@mantine/core'
import { useState } from 'react'
import { useAct } from '@/app/forms/use-act'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { Card } from '@/app/ui/card'
import { Notice } from '@/app/ui/notice'
import { replace } from '../actions'
import type { AgentsView } from '../agents-view'
import { SetupCommand } from '../setup-command'
import { useAgents } from '../use-agents'
import { Waiting } from '../waiting'

type Props = { connectorId: string; agentId: string; name: string; first: AgentsView }

/** Another machine in place of this one: it takes the name, and this one is shut out when it comes. */
export function ReplaceAgent({ connectorId, agentId, name, first }: Props) {
  const [made, setMade] = useState<{ token: string; endsAt: number } | null>(null)
  const { act, busy, problem } = useAct()
  const { view } = useAgents(connectorId, first, made !== null)
  const arrived = view.agents.find(agent => agent.name === name && agent.id !== agentId) ?? null
  const make = async () => {
    const answer = await act(replace({ agentId }))
    if (answer.ok) setMade({ token: answer.value.token, endsAt: Date.now() + answer.value.minutes * 60_000 })
  }
  return (
    <Card title={say('agents.replace')} id="replace">
      <Text>{say('agents.replaceText', { name })}</Text>
      {problem ? <Notice tone="danger">{problem}</Notice> : null}
      {arrived ? null : (
        <div>
          <BusyButton variant="default" busy={busy} onClick={make}>
            {say(made ? 'agents.makeAnother' : 'agents.makeToken')}
          </BusyButton>
        </div>
      )}
      {made && !arrived ? (
        <SetupCommand key={made.token} made={{ name, ...made }} executable={view.executable} instead />
      ) : null}
      {made ? <Waiting connectorId={connectorId} name={name} arrived={arrived} /> : null}
    </Card>
  )
}
