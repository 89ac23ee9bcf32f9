'use client'

import { Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useRouter } from 'next/navigation'
import { useAct } from '@/app/forms/use-act'
import { BusyButton } from '@/app/ui/busy-button'
import { Question } from '@/app/ui/question'
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
  const { act, busy, problem } = useAct()
  const begin = async () => {
    const answer = await act(order({ order: give }))
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
  if (!ask)
    return (
      <Stack gap={4}>
        {button}
        {problem ? (
          <Text c="var(--danger)" role="alert">
            {problem}
          </Text>
        ) : null}
      </Stack>
    )
  return (
    <>
      {button}
      <Question
        opened={opened}
        onClose={close}
        title={ask.title}
        answer={label}
        onAnswer={begin}
        busy={busy}
        problem={problem}
      >
        <Text>{ask.text}</Text>
      </Question>
    </>
  )
}
