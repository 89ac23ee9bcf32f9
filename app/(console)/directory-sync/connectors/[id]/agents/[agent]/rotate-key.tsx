'use client'

import { Text } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useAct } from '@/app/forms/use-act'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { Card } from '@/app/ui/card'
import { Notice } from '@/app/ui/notice'
import { rotate } from '../actions'

type Props = { agentId: string; name: string; asked: boolean }

/** Has the agent make a new key; until the new one was used, the old one works. */
export function RotateKey({ agentId, name, asked }: Props) {
  const router = useRouter()
  const { act, busy, problem } = useAct()
  const ask = async () => {
    const answer = await act(rotate({ agentId }))
    if (answer.ok) router.refresh()
  }
  return (
    <Card title={say('agents.rotate')} id="rotate">
      <Text>{say('agents.rotateText', { name })}</Text>
      {problem ? <Notice tone="danger">{problem}</Notice> : null}
      {asked ? (
        <Notice tone="accent">{say('agents.rotateAsked')}</Notice>
      ) : (
        <div>
          <BusyButton variant="default" busy={busy} onClick={ask}>
            {say('agents.rotate')}
          </BusyButton>
        </div>
      )}
    </Card>
  )
}
