'use client'

import { Text } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { Card } from '@/app/ui/card'
import { Notice } from '@/app/ui/notice'
import { rotate } from '../actions'

type Props = { agentId: string; name: string; asked: boolean }

/** Has the agent make a new key; until the new one was used, the old one works. */
export function RotateKey({ agentId, name, asked }: Props) {
  const router = useRouter()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const ask = async () => {
    setBusy(true)
    const answer = await rotate({ agentId })
    setBusy(false)
    if (answer.ok) router.refresh()
    else setProblem(answer.problems.map(({ text }) => text).join(' '))
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
