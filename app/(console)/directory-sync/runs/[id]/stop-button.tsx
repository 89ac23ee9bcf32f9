'use client'

import { Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import { stopRun } from '@/app/(console)/directory-sync/actions'
import type { RunView } from '@/app/api/runs/[id]/run-view'
import { useAct } from '@/app/forms/use-act'
import { say } from '@/app/messages/say'
import { backToHeading } from '@/app/ui/back-to-heading'
import { Button } from '@/app/ui/button'
import { Question } from '@/app/ui/question'

/** Stops a run after saying what of it stays. */
export function StopButton({ run: { id, state, progress } }: { run: RunView }) {
  const [opened, { open, close }] = useDisclosure(false)
  const { act, busy, problem } = useAct()
  const [asked, setAsked] = useState(false)
  const stop = async () => {
    const answer = await act(stopRun({ runId: id }))
    if (!answer.ok) return
    backToHeading(() => {
      setAsked(true)
      close()
    })
  }
  if (asked) return <Text c="dimmed">{say('run.cancelling')}</Text>
  return (
    <Group>
      <Button variant="default" size="xs" onClick={open}>
        {say('run.cancel')}
      </Button>
      <Question
        opened={opened}
        onClose={close}
        title={say('run.cancelTitle')}
        answer={say('run.cancel')}
        leave={say('run.cancelNot')}
        onAnswer={stop}
        busy={busy}
        problem={problem}
      >
        <Text>
          {state === 'applying'
            ? say('run.cancelApplying', { done: progress.done, total: progress.total ?? progress.done })
            : say('run.cancelBefore')}
        </Text>
      </Question>
    </Group>
  )
}
