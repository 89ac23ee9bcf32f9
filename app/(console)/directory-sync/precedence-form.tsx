'use client'

import { Group, List, ListItem, Stack, Text } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useAct } from '@/app/forms/use-act'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { Button } from '@/app/ui/button'
import { saveOrder } from './actions'

/** @param names all connectors, those that have a place first */
export function PrecedenceForm({ names, isOrdered }: { names: readonly string[]; isOrdered: boolean }) {
  const router = useRouter()
  const [order, setOrder] = useState(names)
  const { act, busy, problem } = useAct()
  const [saved, setSaved] = useState(false)
  const save = async (wanted: readonly string[]) => {
    const answer = await act(saveOrder({ names: [...wanted] }))
    setSaved(answer.ok)
    if (answer.ok) router.refresh()
  }
  return (
    <Stack>
      <List type="ordered">
        {order.map((name, at) => (
          <ListItem key={name}>
            <Group gap="xs">
              <span>{name}</span>
              {at > 0 ? (
                <Button variant="subtle" size="compact-sm" onClick={() => setOrder(raised(order, at))}>
                  {say('precedence.raise', { name })}
                </Button>
              ) : null}
            </Group>
          </ListItem>
        ))}
      </List>
      <Group>
        <BusyButton variant="default" busy={busy} onClick={() => save(order)}>
          {say('precedence.save')}
        </BusyButton>
        {isOrdered ? (
          <BusyButton variant="default" busy={busy} onClick={() => save([])}>
            {say('precedence.forget')}
          </BusyButton>
        ) : null}
        <Text role="status">{saved ? say('precedence.saved') : problem}</Text>
      </Group>
    </Stack>
  )
}

/** The order with one of them a place higher. */
const raised = (order: readonly string[], at: number): string[] =>
  order.map((name, place) => (place === at - 1 ? order[at] : place === at ? order[at - 1] : name) ?? name)
