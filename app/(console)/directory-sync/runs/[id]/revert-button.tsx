'use client'

import { Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { revertRun } from '@/app/(console)/directory-sync/actions'
import { useRunStart } from '@/app/(console)/directory-sync/use-run-start'
import type { RunView } from '@/app/api/runs/[id]/run-view'
import { say } from '@/app/messages/say'
import { Button } from '@/app/ui/button'
import { Question } from '@/app/ui/question'

/** Plans to take back what a run did, after saying what cannot come back. */
export function RevertButton({ run }: { run: RunView }) {
  const [opened, { open, close }] = useDisclosure(false)
  const { begin, busy, problem } = useRunStart(() => revertRun({ runId: run.id }))
  const { revertable: changes, number } = run
  return (
    <Group>
      <Button variant="default" onClick={open}>
        {say('revert.open')}
      </Button>
      <Question
        opened={opened}
        onClose={close}
        title={say('revert.title', { number })}
        answer={say('revert.plan')}
        onAnswer={begin}
        busy={busy}
        problem={problem}
      >
        {run.irrevocable.map(sentence => (
          <Text key={sentence} fw={600}>
            {sentence}
          </Text>
        ))}
        <Text>{say('revert.text', { changes })}</Text>
        <Text>{say('revert.pauses')}</Text>
      </Question>
    </Group>
  )
}
