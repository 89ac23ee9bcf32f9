'use client'

import { Group, Stack, Text } from '@mantine/core'
import { useForm } from 'react-hook-form'
import { ErrorSummary } from '@/app/forms/error-summary'
import { fieldId, problemAt } from '@/app/forms/problem'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { Checkbox } from '@/app/ui/checkbox'
import { saveMails } from './actions'
import { useSaving } from './use-saving'

export type Mails = { welcomeMails: boolean; farewellMails: boolean }

/** Whether runs write to people themselves: to new ones, and to those whose access ends. */
export function MailsForm({ stored }: { stored: Mails }) {
  const { problems, busy, saved, keep, change } = useSaving()
  const form = useForm<Mails>({ defaultValues: stored })

  const save = form.handleSubmit(mails => keep(saveMails({ mails })))
  const box = (name: keyof Mails) => ({
    ...form.register(name),
    id: fieldId(`notifications.${name}`),
    error: problemAt(problems, `notifications.${name}`),
    label: say(`mails.${name}`),
    description: say(`mails.help.${name}`),
  })
  return (
    <form onSubmit={save} onChange={change} noValidate>
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
