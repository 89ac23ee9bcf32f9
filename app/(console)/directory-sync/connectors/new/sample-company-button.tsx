'use client'

import { Stack, Text } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { answered } from '@/app/forms/answered'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { trySampleCompany } from '../actions'

/** Fills in everything for the sample company and opens its Connection step. */
export function SampleCompanyButton() {
  const router = useRouter()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const begin = async () => {
    setBusy(true)
    const answer = await answered(trySampleCompany({}))
    if (answer.ok) return router.push(`/directory-sync/connectors/${answer.value.connectorId}/setup/connection`)
    setBusy(false)
    setProblem(answer.problems.map(found => found.text).join(' '))
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
