'use client'

import { Group, Stack } from '@mantine/core'
import { useRouter } from 'next/navigation'
import type { FormEvent } from 'react'
import { fieldId, problemAt } from '@/app/forms/problem'
import { useAct } from '@/app/forms/use-act'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { TextInput } from '@/app/ui/text-input'
import { claim } from './actions'

/** Begins the verification of one more domain. */
export function ClaimForm() {
  const router = useRouter()
  const { act, busy, problems } = useAct()
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const answer = await act(claim({ domain: String(new FormData(form).get('domain') ?? '') }))
    if (!answer.ok) return
    form.reset()
    router.refresh()
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack maw={480}>
        <TextInput
          id={fieldId('domain')}
          name="domain"
          label={say('domains.addLabel')}
          description={say('domains.addHelp')}
          error={problemAt(problems, 'domain') ?? problems[0]?.text}
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          maxLength={253}
        />
        <Group>
          <BusyButton type="submit" busy={busy}>
            {say('domains.begin')}
          </BusyButton>
        </Group>
      </Stack>
    </form>
  )
}
