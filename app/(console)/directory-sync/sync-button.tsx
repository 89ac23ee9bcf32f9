'use client'

import { Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { say } from '@/app/messages/say'
import { Button } from '@/app/ui/button'
import { Question } from '@/app/ui/question'
import { startSync } from './actions'
import { useRunStart } from './use-run-start'

/** Runs a synchronization after one question. */
export function SyncButton({ connectorId, name }: { connectorId: string; name: string }) {
  const [opened, { open, close }] = useDisclosure(false)
  const { begin, busy, problem } = useRunStart(() => startSync({ connectorId }))
  return (
    <>
      <Button variant="default" onClick={open}>
        {say('overview.syncNow')}
      </Button>
      <Question
        opened={opened}
        onClose={close}
        title={say('syncDialog.title', { name })}
        answer={say('overview.syncNow')}
        onAnswer={begin}
        busy={busy}
        problem={problem}
      >
        <Text>{say('syncDialog.text')}</Text>
      </Question>
    </>
  )
}
