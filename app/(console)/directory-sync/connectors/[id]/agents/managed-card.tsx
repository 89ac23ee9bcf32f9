'use client'

import { Text } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useAct } from '@/app/forms/use-act'
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
  const { act, busy, problem } = useAct()
  const letThem = async () => {
    const answer = await act(letConfigure({ connectorId }))
    if (answer.ok) router.refresh()
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
        <BusyButton variant="default" busy={busy} onClick={letThem}>
          {say('managedOn.letConfigure')}
        </BusyButton>
      </div>
    </Card>
  )
}
