'use client'

import { Group, Stack, Text } from '@mantine/core'
import { say } from '@/app/messages/say'
import { Button } from '@/app/ui/button'
import { Dialog } from '@/app/ui/dialog'

type Props = {
  question: { name: string; count: number } | null
  onClose: () => void
  onDecide: (keep: boolean) => void
}

/** Asks what happens to choices that were made by hand below a unit. */
export function ExceptionsDialog({ question, onClose, onDecide }: Props) {
  return (
    <Dialog opened={question !== null} onClose={onClose} title={question ? say('units.exceptionsTitle', question) : ''}>
      <Stack>
        <Text>{say('units.exceptionsText')}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => onDecide(false)}>
            {say('units.exceptionsRemove')}
          </Button>
          <Button onClick={() => onDecide(true)} data-autofocus>
            {say('units.exceptionsKeep')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}
