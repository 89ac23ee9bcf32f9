'use client'

import { Text } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { linkPerson } from '../deeds/actions'

type Props = {
  account: { id: string; name: string }
  person: { connectorId: string; anchor: string; name: string }
}

/** Says that an account is somebody's whom the rules would not find. */
export function LinkPerson({ account, person }: Props) {
  const router = useRouter()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const link = async () => {
    setBusy(true)
    const answer = await linkPerson({
      accountId: account.id,
      connectorId: person.connectorId,
      anchor: person.anchor,
    })
    setBusy(false)
    setProblem(answer.ok ? null : answer.problems.map(({ text }) => text).join(' '))
    if (answer.ok) router.refresh()
  }
  return (
    <>
      <BusyButton variant="subtle" size="compact-sm" busy={busy} onClick={link}>
        {say('unmanaged.linkTo', { name: person.name })}
      </BusyButton>
      <Text role="status" size="xs" c="var(--danger)">
        {problem ?? ''}
      </Text>
    </>
  )
}
