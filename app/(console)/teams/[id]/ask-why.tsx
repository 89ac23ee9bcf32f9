'use client'

import { Group, Stack, Text } from '@mantine/core'
import type { FormEvent } from 'react'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { Button } from '@/app/ui/button'
import { Dialog } from '@/app/ui/dialog'
import { Textarea } from '@/app/ui/textarea'

/** What is asked before a step: with words that belong to it, but for `activate`. */
export type TeamQuestion = 'ask' | 'leave' | 'suspend' | 'activate' | 'unmanage' | 'refuse'

type Props = {
  what: TeamQuestion
  name: string
  opened: boolean
  busy: boolean
  problem: string | null
  onAnswer: (text: string) => void
  onClose: () => void
}

/** What a step with a team means, and the words that go with it: a message to its owner, or why. */
export function AskWhy({ what, name, opened, busy, problem, onAnswer, onClose }: Props) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    onAnswer(String(new FormData(event.currentTarget).get('text') ?? ''))
  }
  return (
    <Dialog title={say(`teamQuestion.${what}.title`, { name })} opened={opened} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <Text>{say(`teamQuestion.${what}.text`)}</Text>
          {what === 'activate' ? (
            problem && <Text c="var(--danger)">{problem}</Text>
          ) : (
            <Textarea
              name="text"
              label={say(`teamQuestion.${what}.field`)}
              autosize
              minRows={2}
              maxLength={1_000}
              error={problem}
              data-autofocus
            />
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {say('dialog.cancel')}
            </Button>
            <BusyButton type="submit" busy={busy}>
              {say(`teamQuestion.${what}.confirm`)}
            </BusyButton>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
