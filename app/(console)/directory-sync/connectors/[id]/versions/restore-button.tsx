'use client'

import { Text } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { restore } from './actions'

/** Makes a version the draft, and goes to where the draft is looked through and previewed. */
export function RestoreButton({ connectorId, version }: { connectorId: string; version: number }) {
  const router = useRouter()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const begin = async () => {
    setBusy(true)
    const answer = await restore({ connectorId, version })
    if (answer.ok) return router.push(`/directory-sync/connectors/${connectorId}/setup/review`)
    setBusy(false)
    setProblem(answer.problems.map(({ text }) => text).join(' '))
  }
  return (
    <div>
      <BusyButton variant="default" busy={busy} onClick={begin}>
        {say('versions.restore', { version })}
      </BusyButton>
      {problem ? (
        <Text c="var(--danger)" role="alert">
          {problem}
        </Text>
      ) : null}
    </div>
  )
}
