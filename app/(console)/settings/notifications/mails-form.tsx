'use client'

import { Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { ErrorSummary } from '@/app/forms/error-summary'
import { fieldId, type Problem, problemAt } from '@/app/forms/problem'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { Checkbox } from '@/app/ui/checkbox'
import { saveMails } from './actions'

export type Mails = { welcomeMails: boolean; farewellMails: boolean }

/** Whether runs write to people themselves: to new ones, and to those whose access ends. */
export function MailsForm({ stored }: { stored: Mails }) {
  const [problems, setProblems] = useState<Problem[]>([])
  const [busy, setBusy] = useState(false)
  const [saved, setSaved] = useState(false)
  const form = useForm<Mails>({ defaultValues: stored })

  const save = form.handleSubmit(async mails => {
    setBusy(true)
    setSaved(false)
    const answer = await saveMails({ mails })
    setBusy(false)
    setProblems(answer.ok ? [] : answer.problems)
    setSaved(answer.ok)
  })
  const box = (name: keyof Mails) => ({
    ...form.register(name),
    id: fieldId(`notifications.${name}`),
    error: problemAt(problems, `notifications.${name}`),
    label: say(`mails.${name}`),
    description: say(`mails.help.${name}`),
  })
  return (
    <form onSubmit={save} onChange={() => setSaved(false)} noValidate>
      <Stack>
        <ErrorSummary problems={problems} />
        <Checkbox {...box('welcomeMails')} />
        <Checkbox {...box('farewellMails')} />
        <Group>
          <BusyButton type="submit" busy={busy}>
            {say('mails.save')}
          </BusyButton>
          <Text role="status">{saved ? say('mails.saved') : ''}</Text>
        </Group>
      </Stack>
    </form>
  )
}
