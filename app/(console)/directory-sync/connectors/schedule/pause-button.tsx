'use client'

import { Group, Stack, Text } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { type Answer, problemAt } from '@/app/forms/problem'
import { useAct } from '@/app/forms/use-act'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { Button } from '@/app/ui/button'
import { Dialog } from '@/app/ui/dialog'
import { TextInput } from '@/app/ui/text-input'
import { pause, resume } from './actions'

type Props = { connectorId: string; state: 'draft' | 'ready' | 'active' | 'paused' | 'attention' }

/** Pauses after a question, resumes at once. */
export function PauseButton({ connectorId, state }: Props) {
  const router = useRouter()
  const [asking, setAsking] = useState(false)
  const { act, busy, problems, problem } = useAct()
  const change = async (changing: Promise<Answer<unknown>>) => {
    const answer = await act(changing)
    if (answer.ok) setAsking(false)
    router.refresh()
  }
  const ask = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const typed = new FormData(event.currentTarget)
    const at = (name: string) => String(typed.get(name) ?? '')
    change(pause({ connectorId, reason: at('reason'), resumeOn: at('resumeOn') || null }))
  }
  if (state === 'draft' || state === 'ready') return null
  return (
    <>
      {state === 'paused' ? (
        <BusyButton busy={busy} onClick={() => change(resume({ connectorId }))}>
          {say('schedule.resume')}
        </BusyButton>
      ) : (
        <Button variant="default" onClick={() => setAsking(true)}>
          {say('schedule.pause')}
        </Button>
      )}
      {problem && !asking ? <Text c="var(--danger)">{problem}</Text> : null}
      <Dialog title={say('schedule.pauseTitle')} opened={asking} onClose={() => setAsking(false)}>
        <form onSubmit={ask} noValidate>
          <Stack>
            <Text>{say('schedule.pauseText')}</Text>
            <TextInput
              name="reason"
              label={say('schedule.pauseReason')}
              description={say('schedule.pauseReasonHelp')}
              maxLength={200}
              error={problems.find(({ path }) => path !== 'resumeOn')?.text}
              data-autofocus
            />
            <TextInput
              name="resumeOn"
              type="date"
              label={say('schedule.resumeOn')}
              description={say('schedule.resumeOnHelp')}
              error={problemAt(problems, 'resumeOn')}
            />
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={() => setAsking(false)}>
                {say('schedule.keep')}
              </Button>
              <BusyButton type="submit" busy={busy}>
                {say('schedule.pause')}
              </BusyButton>
            </Group>
          </Stack>
        </form>
      </Dialog>
    </>
  )
}
