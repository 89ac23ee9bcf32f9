'use client'

import { Group, Stack, Text } from '@mantine/core'
import type { FormEvent } from 'react'
import { useForm } from 'react-hook-form'
import { ErrorSummary } from '@/app/forms/error-summary'
import { fieldId, problemAt } from '@/app/forms/problem'
import { useAct } from '@/app/forms/use-act'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { Button } from '@/app/ui/button'
import { Dialog } from '@/app/ui/dialog'
import { PasswordField } from '@/app/ui/password-field'
import { TextInput } from '@/app/ui/text-input'
import { saveWebhook } from './actions'

export type WebhookDeed = 'setUp' | 'change' | 'replace' | 'remove'
type Props = { deed: WebhookDeed; url: string | null; onClose: () => void; onDone: (deed: WebhookDeed) => void }
type Values = { webhookUrl: string; webhookSecret: string }
type Field = keyof Values

/** Sets up, changes or removes the webhook. A stored secret is never shown, only replaced. */
export default function WebhookDialog({ deed, url, onClose, onDone }: Props) {
  const { act, busy, problems } = useAct()
  const form = useForm<Values>({ defaultValues: { webhookUrl: url ?? '', webhookSecret: '' } })
  const save = async (event: FormEvent) => {
    event.preventDefault()
    const answer = await act(saveWebhook({ webhook: wanted(deed, form.getValues()) }))
    if (answer.ok) onDone(deed)
  }
  const at = (name: Field) => ({
    ...form.register(name),
    id: fieldId(`notifications.${name}`),
    error: problemAt(problems, `notifications.${name}`),
    label: say(`webhook.${name}`),
  })
  return (
    <Dialog title={say(`webhook.${deed}`)} opened onClose={onClose}>
      <form onSubmit={save} noValidate>
        <Stack>
          <ErrorSummary problems={problems} />
          {deed === 'remove' ? <Text>{say('webhook.removeText')}</Text> : null}
          {deed === 'setUp' || deed === 'change' ? (
            <TextInput
              {...at('webhookUrl')}
              description={say('webhook.urlHelp')}
              inputMode="url"
              autoCapitalize="none"
              spellCheck={false}
            />
          ) : null}
          {deed === 'remove' ? null : (
            <PasswordField
              {...at('webhookSecret')}
              value={form.watch('webhookSecret')}
              description={say(deed === 'change' ? 'webhook.secretKept' : 'webhook.secretHelp')}
              autoComplete="off"
            />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {say('dialog.cancel')}
            </Button>
            <BusyButton type="submit" busy={busy}>
              {say(deed === 'remove' ? 'webhook.remove' : 'webhook.save')}
            </BusyButton>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}

/** Without a word about the secret the stored one is kept, which is no way to replace it. */
function wanted(deed: WebhookDeed, { webhookUrl, webhookSecret }: Values) {
  if (deed === 'remove') return { webhookUrl: null, webhookSecret: null }
  const isKept = webhookSecret === '' && deed !== 'replace'
  return { webhookUrl: webhookUrl.trim(), webhookSecret: isKept ? null : webhookSecret }
}
