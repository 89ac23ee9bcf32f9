import { Group, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { say } from '@/app/messages/say'
import { BusyButton } from './busy-button'
import { Button } from './button'
import { Dialog } from './dialog'

type Props = {
  title: string
  opened: boolean
  onClose: () => void
  /** What is done, in the words of its button. */
  answer: string
  onAnswer: () => void
  busy: boolean
  /** Why it was not done. */
  problem: string | null
  /** What the other button says. */
  leave?: string
  /** What happens then. */
  children: ReactNode
}

/** A question over the page with two answers; the one that changes nothing has the focus. */
export function Question({ title, opened, onClose, answer, onAnswer, busy, problem, leave, children }: Props) {
  return (
    <Dialog title={title} opened={opened} onClose={onClose}>
      <Stack>
        {children}
        {problem ? (
          <Text c="var(--danger)" role="alert">
            {problem}
          </Text>
        ) : null}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            {leave ?? say('dialog.cancel')}
          </Button>
          <BusyButton busy={busy} onClick={onAnswer}>
            {answer}
          </BusyButton>
        </Group>
      </Stack>
    </Dialog>
  )
}
