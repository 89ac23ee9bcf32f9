'use client'

import '@/app/forms/no-eval'
import { zodResolver } from '@hookform/resolvers/zod'
import { Stack } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { FormProvider, useForm } from 'react-hook-form'
import { ErrorSummary } from '@/app/forms/error-summary'
import type { Answer, Problem } from '@/app/forms/problem'
import { problemsOf } from '@/app/forms/typed-problem'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import type { Moment } from '@/app/ui/moment'
import type { ConnectionSettings } from '@/lib/settings/connection'
import { finishConnection, saveConnectionStep, testConnection } from '../../../actions'
import { ConnectionForm } from '../../../connection-form'
import { placesAround } from '../steps'
import type { Way } from '../use-step'
import { WizardFooter } from '../wizard-footer'
import { AccountFields } from './account-fields'
import { AuthorityField } from './authority-field'
import { withPin } from './pinned-keys'
import { ServerFields } from './server-fields'
import { TestPanel } from './test-panel'
import { useConnectionTest } from './use-connection-test'

type Props = {
  connectorId: string
  name: string
  connection: ConnectionSettings | null
  passwordSaved: boolean
  tested: Moment | null
}

const emptyConnection: ConnectionSettings = {
  hosts: [{ host: '', port: 636 }],
  security: 'ldaps',
  ca: null,
  baseDn: null,
  userId: '',
}

/** Chosen, and no file uploaded. */
const authorityMissing = (): Problem => ({
  path: 'connection.ca',
  text: say('connection.authorityMissing'),
  code: 'authority-missing',
})

/** The Connection step. Values are checked here and again on the server by one schema; nothing typed is ever lost. */
export function ConnectionStep({ connectorId, name, connection, passwordSaved, tested }: Props) {
  const router = useRouter()
  const [problems, setProblems] = useState<Problem[]>([])
  const [busy, setBusy] = useState<Way | 'test' | null>(null)
  const [saved, setSaved] = useState(passwordSaved)
  const form = useForm<ConnectionForm>({
    resolver: zodResolver(ConnectionForm),
    shouldFocusError: false,
    defaultValues: { name, connection: connection ?? emptyConnection, password: passwordSaved ? null : '' },
  })
  const test = useConnectionTest(form, tested)

  const addPin = (pin: string) =>
    form.setValue('connection.pins', withPin(form.getValues('connection.pins'), pin), { shouldDirty: true })

  /** Sends the values when they are usable; a refusal becomes the error summary. */
  const send = <T,>(as: Way | 'test', action: (input: unknown) => Promise<Answer<T>>, then: (value: T) => void) =>
    form.handleSubmit(
      async values => {
        if (values.connection.ca === '') return setProblems([authorityMissing()])
        setBusy(as)
        setProblems([])
        const answer = await action({ connectorId, values })
        setBusy(null)
        if (!answer.ok) return setProblems(answer.problems)
        if (values.password !== null) {
          setSaved(true)
          form.setValue('password', null)
        }
        then(answer.value)
      },
      errors => setProblems(problemsOf(errors)),
    )

  const places = placesAround(connectorId, 'connection')
  const leave = (way: Way) => {
    if (way === 'back') return router.push(places.back)
    const then = () => router.push(places[way])
    return way === 'exit' ? send(way, saveConnectionStep, then)() : send(way, finishConnection, then)()
  }
  return (
    <FormProvider {...form}>
      <form noValidate onSubmit={send('test', testConnection, ({ jobId }) => test.begin(jobId))}>
        <Stack gap="lg">
          <ErrorSummary problems={problems} />
          <ServerFields problems={problems} />
          <AuthorityField problems={problems} onProblems={setProblems} />
          <AccountFields problems={problems} saved={saved} foundBase={test.report?.baseDn ?? null} />
          <TestPanel test={test} onPin={addPin}>
            <BusyButton type="submit" variant="default" busy={busy === 'test' || test.running} id="field-test">
              {say('connection.test')}
            </BusyButton>
          </TestPanel>
          <WizardFooter busy={busy === 'test' ? null : busy} onLeave={leave} />
        </Stack>
      </form>
    </FormProvider>
  )
}
