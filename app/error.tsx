'use client'

import { Button, Stack, Text } from '@mantine/core'
import { say } from './messages/say'
import { Doorway } from './ui/doorway'

/** What is shown when a page broke. The digest finds the entry in the log; the error itself is not for people's eyes. */
export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <Doorway title={say('error.title')}>
      <Stack align="flex-start">
        <Text>{say('error.text')}</Text>
        {error.digest ? (
          <Text size="xs" c="dimmed">
            {say('error.reference', { reference: error.digest })}
          </Text>
        ) : null}
        <Button onClick={reset}>{say('error.again')}</Button>
      </Stack>
    </Doorway>
  )
}
