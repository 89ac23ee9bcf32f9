'use client'

import { Button, Stack, Text } from '@mantine/core'
import { say } from '@/app/messages/say'

export type Fault = { error: Error & { digest?: string }; reset: () => void }

/** What to do about a page that broke. The digest finds the entry in the log; the error itself is not for people's eyes. */
export function PageFault({ error, reset }: Fault) {
  return (
    <Stack align="flex-start">
      <Text>{say('error.text')}</Text>
      {error.digest ? (
        <Text size="xs" c="dimmed">
          {say('error.reference', { reference: error.digest })}
        </Text>
      ) : null}
      <Button onClick={reset}>{say('error.again')}</Button>
    </Stack>
  )
}
