'use client'

import { Group, Stack, Text } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { Answer } from '@/app/forms/problem'
import { useAct } from '@/app/forms/use-act'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { Button } from '@/app/ui/button'
import { Notice } from '@/app/ui/notice'
import { refuseSpend, takeSpendBack } from '../../actions'
import { AskWhy } from '../ask-why'

type Props = {
  team: { id: string; name: string }
  title: string
  text: string
  message: string
  may: { refuse: boolean; withdraw: boolean }
}

/** That somebody waits for this spend to be approved: whoever may spend approves below, or declines here. */
export function SpendQuestion({ team, title, text, message, may }: Props) {
  const router = useRouter()
  const [refusing, setRefusing] = useState(false)
  const { act, busy, problem } = useAct()
  const decide = async (deciding: Promise<Answer<null>>) => {
    const answer = await act(deciding)
    if (answer.ok) setRefusing(false)
    router.refresh()
  }
  return (
    <Notice tone="accent" title={title}>
      <Stack gap="sm">
        {message === '' ? null : <Text component="blockquote" m={0}>{`“${message}”`}</Text>}
        <Text>{text}</Text>
        {problem && !refusing ? <Text c="var(--danger)">{problem}</Text> : null}
        <Group>
          {may.refuse ? (
            <Button variant="default" onClick={() => setRefusing(true)}>
              {say('teamQuestion.refuse.open')}
            </Button>
          ) : null}
          {may.withdraw ? (
            <BusyButton
              variant="default"
              busy={busy && !refusing}
              onClick={() => decide(takeSpendBack({ teamId: team.id }))}
            >
              {say('spend.withdraw')}
            </BusyButton>
          ) : null}
        </Group>
      </Stack>
      {refusing ? (
        <AskWhy
          {...{ name: team.name, busy, problem }}
          what="refuse"
          opened
          onAnswer={reason => decide(refuseSpend({ teamId: team.id, reason }))}
          onClose={() => setRefusing(false)}
        />
      ) : null}
    </Notice>
  )
}
