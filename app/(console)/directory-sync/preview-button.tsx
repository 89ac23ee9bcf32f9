'use client'

import { Stack, Text } from '@mantine/core'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { startPreview } from './actions'
import { useRunStart } from './use-run-start'

/** Works out what would change, and goes to where that is shown. */
export function PreviewButton({ connectorId, label }: { connectorId: string; label?: string }) {
  const { begin, busy, problem } = useRunStart(() => startPreview({ connectorId }))
  return (
    <Stack gap={4}>
      <BusyButton onClick={begin} busy={busy}>
        {label ?? say('overview.preview')}
      </BusyButton>
      {problem ? (
        <Text c="var(--danger)" size="sm" role="alert">
          {problem}
        </Text>
      ) : null}
    </Stack>
  )
}
