'use client'

import { Text } from '@mantine/core'
import { say } from '@/app/messages/say'
import { List } from '@/app/ui/list'
import type { KeptByConnector } from '@/lib/store/connectors-delete'
import { remove } from './actions'
import { AskByName } from './ask-by-name'

/** Ends the connector; everybody whom it brought in stays. */
export function DeleteConnector({
  connectorId,
  name,
  kept,
}: {
  connectorId: string
  name: string
  kept: KeptByConnector
}) {
  return (
    <AskByName
      id="delete"
      title={say('delete.title')}
      text={say('delete.text')}
      open={say('delete.open')}
      question={say('delete.question', { name })}
      type={say('delete.type', { name })}
      act={typed => remove({ connectorId, name: typed })}
      then="/directory-sync"
    >
      <List>
        <li>{say('delete.people', { people: kept.people })}</li>
        <li>{say('delete.groups', { lists: kept.lists, groups: kept.organizationalGroups })}</li>
        <li>{say('delete.forgotten')}</li>
        <li>{say('delete.history')}</li>
      </List>
      <Text>{say('delete.forGood')}</Text>
    </AskByName>
  )
}
