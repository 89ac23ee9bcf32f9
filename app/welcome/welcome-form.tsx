'use client'

import { Stack } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { answered } from '@/app/forms/answered'
import { ErrorSummary } from '@/app/forms/error-summary'
import { fieldId, type Problem, problemAt } from '@/app/forms/problem'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { PasswordField } from '@/app/ui/password-field'
import { TextInput } from '@/app/ui/text-input'
import { setUp } from './actions'

type Values = { organizationName: string; domain: string; displayName: string; email: string; password: string }

const empty: Values = { organizationName: '', domain: '', displayName: '', email: '', password: '' }

/** Company, domain, name, address and password of the first administrator. Checked on the server, which owns the rules. */
export function WelcomeForm({ token }: { token: string }) {
  const router = useRouter()
  const [problems, setProblems] = useState<Problem[]>([])
  const { register, handleSubmit, formState } = useForm<Values>({ defaultValues: empty })
  const field = (path: keyof Values) => ({
    ...register(path),
    id: fieldId(path),
    error: problemAt(problems, path),
  })

  const submit = handleSubmit(async values => {
    const answer = await answered(setUp({ token, ...values }))
    if (!answer.ok) return setProblems(answer.problems)
    router.replace('/sign-in?welcome')
  })

  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <ErrorSummary problems={problems} />
        <TextInput {...field('organizationName')} label={say('welcome.company')} autoComplete="organization" />
        <TextInput
          {...field('domain')}
          label={say('welcome.domain')}
          description={say('welcome.domainHelp')}
          autoCapitalize="none"
          spellCheck={false}
        />
        <TextInput {...field('displayName')} label={say('welcome.name')} autoComplete="name" />
        <TextInput {...field('email')} type="email" label={say('signIn.email')} autoComplete="username" />
        <PasswordField
          {...field('password')}
          label={say('signIn.password')}
          description={say('welcome.passwordHelp')}
          autoComplete="new-password"
        />
        <BusyButton type="submit" busy={formState.isSubmitting}>
          {say('welcome.submit')}
        </BusyButton>
      </Stack>
    </form>
  )
}
