'use client'

import { Text } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useAct } from '@/app/forms/use-act'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { checkNow } from '../deeds/actions'

/** Compares with what the directories say again. */
export function CheckNow() {
  const router = useRouter()
  const { act, busy, problem } = useAct()
  const check = async () => {
    await act(checkNow({}))
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
