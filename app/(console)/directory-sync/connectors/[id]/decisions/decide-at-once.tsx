'use client'

import { Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useAct } from '@/app/forms/use-act'
import { say } from '@/app/messages/say'
import { Button } from '@/app/ui/button'
import { Card } from '@/app/ui/card'
import { Notice } from '@/app/ui/notice'
import type { ManyOffer } from '@/lib/sync/decide-many'
import type { JoinChoice } from '@/lib/sync/join-question'
import { previewMany } from './actions'
import { ManyDialog, type ManyDone } from './many-dialog'
import type { PersonOfMany } from './people-of-many'

export type OfferLine = ManyOffer & { name: string }
type Asked = { offer: OfferLine; choice: JoinChoice; people: PersonOfMany[] }

/** People of whom the same is asked, decided about together: each choice shows first whom it is about and what it means. */
export function DecideAtOnce({ connectorId, offers }: { connectorId: string; offers: readonly OfferLine[] }) {
  const [asked, setAsked] = useState<Asked | null>(null)
  const { act, problem } = useAct()
  const [done, setDone] = useState<ManyDone | null>(null)
  const ask = async (offer: OfferLine, choice: JoinChoice) => {
    const answer = await act(previewMany({ connectorId, code: offer.code, choice }))
    if (answer.ok) setAsked({ offer, choice, people: answer.value })
  }
  if (offers.length === 0 && done === null) return null
  return (
    <Card title={say('decisions.atOnce')} id="at-once">
      {done ? <Done done={done} /> : null}
      {problem ? <Notice tone="danger">{problem}</Notice> : null}
      {offers.map(offer => (
        <Stack key={offer.code} gap="xs">
          <Text>{say('decisions.group', { reason: offer.name, people: offer.people })}</Text>
          <Group gap="xs">
            {offer.choices.map(({ choice, people }) => (
              <Button key={choice} variant="default" size="xs" onClick={() => ask(offer, choice)}>
                {say(`decisions.many.${choice}`, { people })}
              </Button>
            ))}
          </Group>
        </Stack>
      ))}
      {asked ? (
        <ManyDialog
          connectorId={connectorId}
          choice={asked.choice}
          people={asked.people}
          onClose={() => setAsked(null)}
          onDone={made => {
            setAsked(null)
            setDone(made)
          }}
        />
      ) : null}
    </Card>
  )
}

/** How many were decided about, and each of the others with why not. */
function Done({ done: { decided, left } }: { done: ManyDone }) {
  return (
    <Notice tone={left.length > 0 ? 'warn' : 'ok'}>
      <Text>{say('decisions.manyDone', { decided, left: left.length })}</Text>
      <ul style={{ margin: 0, paddingInlineStart: 20 }}>
        {left.map(({ name, text }) => (
          <li key={`${name} ${text}`}>
            <bdi>{name}</bdi>: {text}
          </li>
        ))}
      </ul>
    </Notice>
  )
}
