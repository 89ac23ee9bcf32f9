'use client'

import { Group, Stack, Text } from '@mantine/core'
import { say } from '@/app/messages/say'
import { Button } from '@/app/ui/button'
import { Notice } from './notice'
import { Turning } from './turning'

/** Something is being fetched that takes a moment. */
export function Waiting({ children }: { children: string }) {
  return (
    <Group role="status" gap="sm">
      <Turning />
      <Text>{children}</Text>
    </Group>
  )
}

/** Something could not be fetched: why, and the way to try it once more. */
export function Trouble({ text, onAgain }: { text: string; onAgain: () => void }) {
  return (
    <Notice tone="danger">
      <Stack align="flex-start" gap="xs">
        {text}
        <Button variant="default" size="xs" onClick={onAgain}>
          {say('error.again')}
        </Button>
      </Stack>
    </Notice>
  )
}
