'use client'

import { Stack, Text } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useAct } from '@/app/forms/use-act'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { trySampleCompany } from '../actions'

/** Fills in everything for the sample company and opens its Connection step. */
export function SampleCompanyButton() {
  const router = useRouter()
  const { act, busy, problem } = useAct()
  const begin = async () => {
    const answer = await act(trySampleCompany({}), { leaves: true })
    if (answer.ok) router.push(`/directory-sync/connectors/${answer.value.connectorId}/setup/connection`)
  }
  return (
    <Stack align="flex-start" gap={4}>
      <BusyButton variant="default" onClick={begin} busy={busy}>
        {say('choice.sampleButton')}
      </BusyButton>
      {problem ? (
        <Text c="var(--danger)" role="alert">
          {problem}
        </Text>
      ) : null}
    </Stack>
  )
}
