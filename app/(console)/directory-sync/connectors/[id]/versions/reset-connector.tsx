'use client'

import { Text } from '@mantine/core'
import { say } from '@/app/messages/say'
import { reset } from './actions'
import { AskByName } from './ask-by-name'

/** Forgets the configuration; everybody stays. */
export function ResetConnector({ connectorId, name }: { connectorId: string; name: string }) {
  return (
    <AskByName
      id="reset"
      title={say('reset.title')}
      text={say('reset.text')}
      open={say('reset.open')}
      question={say('reset.question', { name })}
      type={say('reset.type', { name })}
      act={typed => reset({ connectorId, name: typed })}
      then={`/directory-sync/connectors/${connectorId}`}
    >
      <Text>{say('reset.explained')}</Text>
    </AskByName>
  )
}
