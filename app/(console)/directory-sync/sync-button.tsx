'use client'

import { Group, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { Button } from '@/app/ui/button'
import { Dialog } from '@/app/ui/dialog'
import { startSync } from './actions'
import { useRunStart } from './use-run-start'

/** Runs a synchronization after one question. */
export function SyncButton({ connectorId, name }: { connectorId: string; name: string }) {
  const [opened, { open, close }] = useDisclosure(false)
  const { begin, busy, problem } = useRunStart(() => startSync({ connectorId }))
  return (
    <>
      <Button variant="default" onClick={open}>
        {say('overview.syncNow')}
      </Button>
      <Dialog opened={opened} onClose={close} title={say('syncDialog.title', { name })}>
        <Stack>
          <Text>{say('syncDialog.text')}</Text>
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
              {say('overview.syncNow')}
            </BusyButton>
          </Group>
        </Stack>
      </Dialog>
    </>
  )
}
