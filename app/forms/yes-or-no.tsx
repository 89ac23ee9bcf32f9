'use client'

import { Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { Textarea } from '@/app/ui/textarea'
import { answered as heard } from './answered'
import { ErrorSummary } from './error-summary'
import { type Answer, fieldId, type Problem, problemAt } from './problem'

type Props = {
  token: string
  /** Whose words these are: a part of the messages. */
  words: 'teamRequest' | 'managementRequest'
  send: (answer: { token: string; accept: boolean; reason: string }) => Promise<Answer<null>>
}

/** Yes, or no with a reason, to a question that came by mail. */
export function YesOrNo({ token, words, send }: Props) {
  const [problems, setProblems] = useState<Problem[]>([])
  const [busy, setBusy] = useState<boolean | null>(null)
  const [answered, setAnswered] = useState<boolean | null>(null)
  const [reason, setReason] = useState('')
  const answer = async (accept: boolean) => {
    setBusy(accept)
    const said = await heard(send({ token, accept, reason }))
    setBusy(null)
    if (said.ok) setAnswered(accept)
    else setProblems(said.problems)
  }
  if (answered !== null) return <Text role="status">{say(answered ? `${words}.accepted` : `${words}.declined`)}</Text>
  return (
    <Stack>
      <ErrorSummary problems={problems} />
      <Textarea
        id={fieldId('reason')}
        label={say(`${words}.reason`)}
        description={say(`${words}.reasonHelp`)}
        value={reason}
        onChange={event => setReason(event.currentTarget.value)}
        error={problemAt(problems, 'reason')}
        autosize
        minRows={2}
        maxLength={500}
      />
      <Group>
        <BusyButton busy={busy === true} onClick={() => answer(true)}>
          {say(`${words}.accept`)}
        </BusyButton>
        <BusyButton variant="default" busy={busy === false} onClick={() => answer(false)}>
          {say(`${words}.decline`)}
        </BusyButton>
      </Group>
    </Stack>
  )
}
