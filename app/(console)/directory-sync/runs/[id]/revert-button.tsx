'use client'

import { Group, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { revertRun } from '@/app/(console)/directory-sync/actions'
import { useRunStart } from '@/app/(console)/directory-sync/use-run-start'
import type { RunView } from '@/app/api/runs/[id]/run-view'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { Button } from '@/app/ui/button'
import { Dialog } from '@/app/ui/dialog'

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
      <Dialog opened={opened} onClose={close} title={say('revert.title', { number })}>
        <Stack>
          {run.irrevocable.map(sentence => (
            <Text key={sentence} fw={600}>
              {sentence}
            </Text>
          ))}
          <Text>{say('revert.text', { changes })}</Text>
          <Text>{say('revert.pauses')}</Text>
          {problem ? (
            <Text c="var(--danger)" role="alert">
              {problem}
            </Text>
          ) : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={close} data-autofocus>
              {say('dialog.cancel')}
            </Button>
            <BusyButton onClick={begin} busy={busy}>
              {say('revert.plan')}
            </BusyButton>
          </Group>
        </Stack>
      </Dialog>
    </Group>
  )
}
