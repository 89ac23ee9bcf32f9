'use client'

import { Text } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { Card } from '@/app/ui/card'
import { AskByName } from '../versions/ask-by-name'
import { letConfigure, takeBack } from './actions'

type Props = { connectorId: string; name: string; agent: string }

/** Takes the configuration back from the agents' machines, after the connector's name was typed. */
export function TakeBack({ connectorId, name, agent }: Props) {
  return (
    <AskByName
      id="managed"
      title={say('managedOn.title', { agent })}
      text={say('managedOn.takeBackText', { agent })}
      open={say('managedOn.takeBack')}
      question={say('managedOn.takeBackQuestion', { name })}
      type={say('managedOn.takeBackType', { name })}
      act={typed => takeBack({ connectorId, name: typed })}
      then={`/directory-sync/connectors/${connectorId}`}
    >
      <Text>{say('managedOn.takeBackThen', { agent })}</Text>
    </AskByName>
  )
}

/** It was taken back: no agent sets it before somebody lets them. */
export function LetConfigure({ connectorId }: { connectorId: string }) {
  const router = useRouter()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const act = async () => {
    setBusy(true)
    const answer = await letConfigure({ connectorId })
    setBusy(false)
    if (!answer.ok) return setProblem(answer.problems.map(({ text }) => text).join(' '))
    router.refresh()
  }
  return (
    <Card title={say('managedOn.takenBack')} id="managed">
      <Text>{say('managedOn.takenBackText')}</Text>
      {problem ? (
        <Text c="var(--danger)" role="alert">
          {problem}
        </Text>
      ) : null}
      <div>
        <BusyButton variant="default" busy={busy} onClick={act}>
          {say('managedOn.letConfigure')}
        </BusyButton>
      </div>
    </Card>
  )
}
