'use client'

import { Group, Stack, Text } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { ErrorSummary } from '@/app/forms/error-summary'
import { fieldId, problemAt } from '@/app/forms/problem'
import { useAct } from '@/app/forms/use-act'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { Checkbox } from '@/app/ui/checkbox'
import { PasswordField } from '@/app/ui/password-field'
import { RadioChoice } from '@/app/ui/radio-choice'
import { TextInput } from '@/app/ui/text-input'
import { Textarea } from '@/app/ui/textarea'
import type { DriftPolicy } from '@/lib/settings/messenger'
import { saveMessenger } from './actions'

type Values = { baseUrl: string; token: string; authority: string; verifiesAddresses: boolean; drift: DriftPolicy }

/** Where the other Messenger is and how far it is believed. A stored token is never shown, only replaced. */
export function MessengerForm({ stored }: { stored: Omit<Values, 'token'> | null }) {
  const router = useRouter()
  const { act, busy, problems } = useAct()
  const [saved, setSaved] = useState(false)
  const form = useForm<Values>({
    defaultValues: { baseUrl: '', authority: '', verifiesAddresses: false, drift: 'ours-wins', ...stored, token: '' },
  })
  const at = (field: keyof Values) => ({
    id: fieldId(`messenger.${field}`),
    error: problemAt(problems, `messenger.${field}`),
  })

  const save = form.handleSubmit(async ({ token, authority, ...values }) => {
    setSaved(false)
    const given = { token: token.trim() || null, authority: authority.trim() || null }
    const answer = await act(saveMessenger({ messenger: { ...values, ...given } }))
    setSaved(answer.ok)
    if (!answer.ok) return
    form.setValue('token', '')
    router.refresh()
  })
  return (
    <form onSubmit={save} onChange={() => setSaved(false)} noValidate>
      <Stack>
        <ErrorSummary problems={problems} />
        <TextInput
          {...form.register('baseUrl')}
          {...at('baseUrl')}
          label={say('messenger.baseUrl')}
          description={say('messenger.baseUrlHelp')}
          inputMode="url"
          autoCapitalize="none"
          spellCheck={false}
        />
        <PasswordField
          {...form.register('token')}
          value={form.watch('token')}
          {...at('token')}
          label={say('messenger.token')}
          description={say(stored ? 'messenger.tokenStored' : 'messenger.tokenHelp')}
          autoComplete="off"
        />
        <Textarea
          {...form.register('authority')}
          {...at('authority')}
          label={say('messenger.authority')}
          description={say('messenger.authorityHelp')}
          spellCheck={false}
          autosize
          minRows={2}
        />
        <Checkbox
          {...form.register('verifiesAddresses')}
          id={fieldId('messenger.verifiesAddresses')}
          label={say('messenger.verifies')}
          description={say('messenger.verifiesHelp')}
        />
        <RadioChoice
          id={fieldId('messenger.drift')}
          label={say('messenger.drift')}
          value={form.watch('drift')}
          onChange={value => form.setValue('drift', value)}
          options={(['ours-wins', 'report'] as const).map(value => ({
            value,
            label: say(`messenger.driftChoice.${value}`),
            help: say(`messenger.driftHelp.${value}`),
          }))}
        />
        <Group>
          <BusyButton type="submit" busy={busy}>
            {say('messenger.save')}
          </BusyButton>
          <Text role="status">{saved ? say('messenger.saved') : ''}</Text>
        </Group>
      </Stack>
    </form>
  )
}
