'use client'

import { Button, Stack, Text } from '@mantine/core'
import { say } from '@/app/messages/say'
import { startPreview } from './actions'
import { useRunStart } from './use-run-start'

/** Works out what would change, and goes to where that is shown. */
export function PreviewButton({ connectorId, label }: { connectorId: string; label?: string }) {
  const { begin, busy, problem } = useRunStart(() => startPreview({ connectorId }))
  return (
    <Stack gap={4}>
      <Button onClick={begin} loading={busy}>
        {label ?? say('overview.preview')}
      </Button>
      {problem ? (
        <Text c="var(--danger)" size="sm" role="alert">
          {problem}
        </Text>
      ) : null}
    </Stack>
  )
}
