'use client'

import { Stack, Text } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { answered } from '@/app/forms/answered'
import { ErrorSummary } from '@/app/forms/error-summary'
import type { Problem } from '@/app/forms/problem'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import type { Moment } from '@/app/ui/moment'
import { testThroughAgent } from '../../agents/actions'
import { AgentsPanel } from '../../agents/agents-panel'
import type { AgentsView } from '../../agents/agents-view'
import { placesAround } from '../steps'
import type { Way } from '../use-step'
import { FooterButtons } from '../wizard-footer'
import { TestPanel } from './test-panel'
import { useProbe } from './use-connection-test'

type Props = { connectorId: string; agents: AgentsView; tested: Moment | null }

/** The Connection step of a connector that reads through agents: no address and no password is typed here. */
export function AgentStep({ connectorId, agents, tested }: Props) {
  const router = useRouter()
  const [busy, setBusy] = useState(false)
  const [problems, setProblems] = useState<Problem[]>([])
  const test = useProbe(tested)
  const passed = test.earlier !== null || test.report?.passed === true
  const begin = async () => {
    setBusy(true)
    setProblems([])
    const answer = await answered(testThroughAgent({ connectorId }))
    setBusy(false)
    if (answer.ok) test.begin(answer.value.jobId)
    else setProblems([...answer.problems])
  }
  const leave = (way: Way) => {
    if (way === 'continue' && !passed)
      return setProblems([{ path: 'test', text: say('agents.testFirst'), code: 'connection-not-tested' }])
    router.push(placesAround(connectorId, 'connection')[way])
  }
  return (
    <Stack gap="lg">
      <ErrorSummary problems={problems} />
      <AgentsPanel connectorId={connectorId} first={agents} />
      <TestPanel test={{ ...test, outdated: false }} onPin={() => undefined}>
        <Stack gap="xs" align="flex-start">
          <Text c="dimmed">{say('agents.testHelp')}</Text>
          <BusyButton variant="default" busy={busy || test.running} onClick={begin} id="field-test">
            {say('connection.test')}
          </BusyButton>
        </Stack>
      </TestPanel>
      <FooterButtons busy={null} onLeave={leave} />
    </Stack>
  )
}
