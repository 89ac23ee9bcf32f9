'use client'

import { Group, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { Button } from '@/app/ui/button'
import { Dialog } from '@/app/ui/dialog'
import type { MessengerOrder } from '@/lib/connectors/save-messenger'
import { order } from './actions'

type Props = {
  give: MessengerOrder
  label: string
  variant?: 'default' | 'subtle' | 'filled'
  ask?: { title: string; text: string }
  name?: string
}

/** Has something done with the other Messenger, after a question where there is one. */
export function OrderButton({ give, label, variant = 'default', ask, name }: Props) {
  const router = useRouter()
  const [opened, { open, close }] = useDisclosure(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const begin = async () => {
    setBusy(true)
    const answer = await order({ order: give })
    setBusy(false)
    setProblem(answer.ok ? null : answer.problems.map(({ text }) => text).join(' '))
    if (!answer.ok) return
    close()
    router.refresh()
  }
  const button = (
    <BusyButton variant={variant} busy={busy && !ask} onClick={ask ? open : begin}>
      {label}
      {name === undefined ? null : <span className="visually-hidden"> {name}</span>}
    </BusyButton>
  )
  const refusal = problem ? (
    <Text c="var(--danger)" role="alert">
      {problem}
    </Text>
  ) : null
  if (!ask)
    return (
      <Stack gap={4}>
        {button}
        {refusal}
      </Stack>
    )
  return (
    <>
      {button}
      <Dialog opened={opened} onClose={close} title={ask.title}>
        <Stack>
          <Text>{ask.text}</Text>
          {refusal}
          <Group justify="flex-end">
            <Button variant="default" onClick={close} data-autofocus>
              {say('dialog.cancel')}
            </Button>
            <BusyButton busy={busy} onClick={begin}>
              {label}
            </BusyButton>
          </Group>
        </Stack>
      </Dialog>
    </>
  )
}
