'use client'

import { Group, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { ErrorSummary } from '@/app/forms/error-summary'
import { fieldId, type Problem, problemAt } from '@/app/forms/problem'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { answerTeamRequest } from './actions'

/** Yes, or no with a reason. */
export function AnswerForm({ token }: { token: string }) {
  const [problems, setProblems] = useState<Problem[]>([])
  const [busy, setBusy] = useState<boolean | null>(null)
  const [answered, setAnswered] = useState<boolean | null>(null)
  const [reason, setReason] = useState('')
  const send = async (accept: boolean) => {
    setBusy(accept)
    const answer = await answerTeamRequest({ token, accept, reason })
    setBusy(null)
    if (answer.ok) setAnswered(accept)
    else setProblems(answer.problems)
  }
  if (answered !== null)
    return <Text role="status">{say(answered ? 'teamRequest.accepted' : 'teamRequest.declined')}</Text>
  return (
    <Stack>
      <ErrorSummary problems={problems} />
      <Textarea
        id={fieldId('reason')}
        label={say('teamRequest.reason')}
        description={say('teamRequest.reasonHelp')}
        value={reason}
        onChange={event => setReason(event.currentTarget.value)}
        error={problemAt(problems, 'reason')}
        autosize
        minRows={2}
        maxLength={500}
      />
      <Group>
        <BusyButton busy={busy === true} onClick={() => send(true)}>
          {say('teamRequest.accept')}
        </BusyButton>
        <BusyButton variant="default" busy={busy === false} onClick={() => send(false)}>
          {say('teamRequest.decline')}
        </BusyButton>
      </Group>
    </Stack>
  )
}
