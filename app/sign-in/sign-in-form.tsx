'use client'

import { Stack } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { ErrorSummary } from '@/app/forms/error-summary'
import { fieldId, type Problem, problemAt } from '@/app/forms/problem'
import type { Key } from '@/app/messages/message'
import { say } from '@/app/messages/say'
import { useAddress } from '@/app/ui/base-path'
import { BusyButton } from '@/app/ui/busy-button'
import { PasswordField } from '@/app/ui/password-field'
import { TextInput } from '@/app/ui/text-input'
import { type SignInResult, signIn } from './session'

type Values = { email: string; password: string }

const refusals: Record<Exclude<SignInResult, 'signed-in'>, Key> = {
  refused: 'signIn.refused',
  'too-many-attempts': 'signIn.tooMany',
  unreachable: 'signIn.unreachable',
}

/** Work email and password. One generic refusal, which does not tell whether the address is known. */
export function SignInForm() {
  const router = useRouter()
  const address = useAddress()
  const [problems, setProblems] = useState<Problem[]>([])
  const { register, handleSubmit, formState } = useForm<Values>({ defaultValues: { email: '', password: '' } })

  const submit = handleSubmit(async values => {
    const missing = missingFields(values)
    if (missing.length > 0) return setProblems(missing)
    const result = await signIn(address, values)
    if (result !== 'signed-in') return setProblems([{ path: null, text: say(refusals[result]), code: result }])
    router.replace('/directory-sync')
    router.refresh()
  })

  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <ErrorSummary problems={problems} />
        <TextInput
          {...register('email')}
          id={fieldId('email')}
          type="email"
          label={say('signIn.email')}
          autoComplete="username"
          error={problemAt(problems, 'email')}
        />
        <PasswordField
          {...register('password')}
          id={fieldId('password')}
          label={say('signIn.password')}
          autoComplete="current-password"
          error={problemAt(problems, 'password')}
        />
        <BusyButton type="submit" busy={formState.isSubmitting}>
          {say('signIn.submit')}
        </BusyButton>
      </Stack>
    </form>
  )
}

function missingFields({ email, password }: Values): Problem[] {
  const problems: Problem[] = []
  if (!/^\S+@\S+$/.test(email.trim()))
    problems.push({ path: 'email', text: say('signIn.emailMissing'), code: 'email-missing' })
  if (password === '')
    problems.push({ path: 'password', text: say('signIn.passwordMissing'), code: 'password-missing' })
  return problems
}
