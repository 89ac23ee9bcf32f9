'use client'

import { Text } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useAct } from '@/app/forms/use-act'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { restore } from './actions'

/** Makes a version the draft, and goes to where the draft is looked through and previewed. */
export function RestoreButton({ connectorId, version }: { connectorId: string; version: number }) {
  const router = useRouter()
  const { act, busy, problem } = useAct()
  const begin = async () => {
    const answer = await act(restore({ connectorId, version }), { leaves: true })
    if (answer.ok) router.push(`/directory-sync/connectors/${connectorId}/setup/review`)
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
