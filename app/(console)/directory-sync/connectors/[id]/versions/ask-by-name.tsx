'use client'

import { Group, Stack, Text } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { type FormEvent, type ReactNode, useState } from 'react'
import type { Answer } from '@/app/forms/problem'
import { useAct } from '@/app/forms/use-act'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { Button } from '@/app/ui/button'
import { Card } from '@/app/ui/card'
import { Dialog } from '@/app/ui/dialog'
import { TextInput } from '@/app/ui/text-input'

type Props = {
  id: string
  title: string
  text: string
  open: string
  question: string
  type: string
  /** What happens, in the dialog. */
  children: ReactNode
  act: (name: string) => Promise<Answer<unknown>>
  /** Where somebody is afterwards. */
  then: string
}

/** Does what cannot be undone after the connector's name was typed. */
export function AskByName({ id, title, text, open, question, type, children, act, then }: Props) {
  const router = useRouter()
  const [asking, setAsking] = useState(false)
  const { act: doing, busy, problem } = useAct()
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const typed = String(new FormData(event.currentTarget).get('name') ?? '')
    const answer = await doing(act(typed))
    if (answer.ok) router.push(then)
  }
  return (
    <Card title={title} id={id}>
      <Text>{text}</Text>
      <div>
        <Button variant="outline" color="danger" onClick={() => setAsking(true)}>
          {open}
        </Button>
      </div>
      <Dialog title={question} opened={asking} onClose={() => setAsking(false)}>
        <form onSubmit={submit} noValidate>
          <Stack>
            {children}
            <TextInput name="name" label={type} error={problem} autoComplete="off" />
            <Group justify="flex-end" gap="xs">
              <Button variant="default" data-autofocus onClick={() => setAsking(false)}>
                {say('dialog.cancel')}
              </Button>
              <BusyButton type="submit" color="danger" busy={busy}>
                {open}
              </BusyButton>
            </Group>
          </Stack>
        </form>
      </Dialog>
    </Card>
  )
}
