'use client'

import { Text } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useAct } from '@/app/forms/use-act'
import { say } from '@/app/messages/say'
import { Button } from '@/app/ui/button'
import { Card } from '@/app/ui/card'
import { Question } from '@/app/ui/question'
import { switchTo } from './actions'

/** From the cloud to agents, or back: only who carries the pages changes. */
export function SwitchCarrier({ connectorId, kind }: { connectorId: string; kind: 'cloud' | 'agent' }) {
  const router = useRouter()
  const [asking, setAsking] = useState(false)
  const { act, busy, problem } = useAct()
  const other = kind === 'cloud' ? 'agent' : 'cloud'
  const change = async () => {
    const answer = await act(switchTo({ connectorId, kind: other }))
    if (!answer.ok) return
    setAsking(false)
    router.refresh()
  }
  const way = say(`connectorKind.${other}`)
  return (
    <Card title={say('agents.switchTitle', { way })} id="switch">
      <Text>{say(`agents.switchText.${other}`)}</Text>
      <div>
        <Button variant="default" onClick={() => setAsking(true)}>
          {say('agents.switch', { way })}
        </Button>
      </div>
      <Question
        title={say('agents.switchQuestion', { way })}
        opened={asking}
        onClose={() => setAsking(false)}
        answer={say('agents.switch', { way })}
        onAnswer={change}
        busy={busy}
        problem={problem}
      >
        <Text>{say('agents.switchKeeps')}</Text>
        <Text>{say(`agents.switchThen.${other}`)}</Text>
      </Question>
    </Card>
  )
}
