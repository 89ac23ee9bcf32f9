'use client'

import { Text } from '@mantine/core'
import { say } from '@/app/messages/say'
import { AskByName } from '../../versions/ask-by-name'
import { revoke } from '../actions'

type Props = { agentId: string; name: string; others: number; back: string }

/** Shuts the agent out for good. */
export function RevokeAgent({ agentId, name, others, back }: Props) {
  return (
    <AskByName
      id="revoke"
      title={say('agents.revoke')}
      text={say('agents.revokeText')}
      open={say('agents.revokeOpen', { name })}
      question={say('agents.revokeQuestion', { name })}
      type={say('agents.revokeType', { name })}
      act={typed => revoke({ agentId, name: typed })}
      then={back}
    >
      <Text>{say('agents.revokeThen', { others })}</Text>
    </AskByName>
  )
}
