'use client'

import { Button, Group, Stack, Text } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { Dialog } from '@/app/ui/dialog'
import { pause, resume } from './actions'

type Props = { connectorId: string; state: 'draft' | 'ready' | 'active' | 'paused' | 'attention' }

/** Pauses after a question, resumes at once. */
export function PauseButton({ connectorId, state }: Props) {
  const router = useRouter()
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const change = async (action: typeof pause) => {
    setBusy(true)
    const answer = await action({ connectorId })
    setBusy(false)
    setAsking(false)
    setProblem(answer.ok ? null : answer.problems.map(({ text }) => text).join(' '))
    router.refresh()
  }
  if (state === 'draft' || state === 'ready') return null
  return (
    <>
      {state === 'paused' ? (
        <BusyButton busy={busy} onClick={() => change(resume)}>
          {say('schedule.resume')}
        </BusyButton>
      ) : (
        <Button variant="default" onClick={() => setAsking(true)}>
          {say('schedule.pause')}
        </Button>
      )}
      {problem ? <Text c="var(--danger)">{problem}</Text> : null}
      <Dialog title={say('schedule.pauseTitle')} opened={asking} onClose={() => setAsking(false)}>
        <Stack>
          <Text>{say('schedule.pauseText')}</Text>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" data-autofocus onClick={() => setAsking(false)}>
              {say('schedule.keep')}
            </Button>
            <BusyButton busy={busy} onClick={() => change(pause)}>
              {say('schedule.pause')}
            </BusyButton>
          </Group>
        </Stack>
      </Dialog>
    </>
  )
}
