'use client'

import { Text } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { checkNow } from '../deeds/actions'

/** Compares with what the directories say again. */
export function CheckNow() {
  const router = useRouter()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')
  const check = async () => {
    setBusy(true)
    const answer = await checkNow({})
    setBusy(false)
    setProblem(answer.ok ? '' : answer.problems.map(({ text }) => text).join(' '))
    router.refresh()
  }
  return (
    <>
      <BusyButton variant="default" busy={busy} onClick={check}>
        {say('unmanaged.checkNow')}
      </BusyButton>
      <Text role="status" c="var(--danger)">
        {problem}
      </Text>
    </>
  )
}
