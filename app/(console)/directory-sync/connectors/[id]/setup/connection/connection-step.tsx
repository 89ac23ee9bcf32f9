'use client'

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
import type { ConnectionForm } from '../../../connection-form'
import { useDesk, useTyped } from '../desk'
import type { SavedAnswer } from '../save-step'
import { placesAround } from '../steps'
import { type SavedBy, useStep, type Way } from '../use-step'
import { WizardFooter } from '../wizard-footer'
import { AccountFields } from './account-fields'
import { AuthorityField } from './authority-field'
import { withPin } from './pinned-keys'
import { ServerFields } from './server-fields'
import { TestPanel } from './test-panel'
import { useConnectionTest } from './use-connection-test'

type Typed = Omit<ConnectionForm, 'password'>
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
  const start = useTyped<Typed>({ name, connection: connection ?? emptyConnection })
  const [saved, setSaved] = useState(passwordSaved)
  const router = useRouter()
  const { mayKeep } = useDesk()
  const places = placesAround(connectorId, 'connection')
  const form = useForm<ConnectionForm>({
    // The schema comes when it is first needed.
    resolver: async (...typed) => (await import('./resolve-connection')).resolveConnection(...typed),
    shouldFocusError: false,
    defaultValues: { ...start, password: passwordSaved ? null : '' },
  })
  const { password: _, ...typed } = form.watch()
  const { busy, setBusy, problems, setProblems, meanwhile, save } = useStep(typed satisfies Typed)
  const test = useConnectionTest(form, tested)

  const addPin = (pin: string) =>
    form.setValue('connection.pins', withPin(form.getValues('connection.pins'), pin), { shouldDirty: true })

  /** What cannot be saved is kept for whoever only leaves; a password never is, so it keeps them here. */
  const isLeaving = (as: SavedBy) => as === 'exit' && !form.getValues('password')
  const refuse = async (as: SavedBy, problems: Problem[]) => {
    if (await save(as, async () => ({ ok: false, problems }), isLeaving(as))) router.push(places.exit)
  }
  /** Sends the values when they are usable; a refusal becomes the error summary. */
  const send = <T,>(
    as: SavedBy,
    action: (input: unknown) => Promise<Answer<SavedAnswer<Answer<T>>>>,
    then: (value: T) => void,
  ) =>
    form.handleSubmit(
      async values => {
        if (values.connection.ca === '') return refuse(as, [authorityMissing()])
        setBusy(as)
        const outcome = await save(as, seen => action({ connectorId, seen, values }), isLeaving(as))
        setBusy(null)
        if (!outcome?.value) return outcome && router.push(places.exit)
        if (values.password !== null) {
          setSaved(true)
          form.setValue('password', null)
        }
        const followed = outcome.value
        if (followed.ok) then(followed.value)
        else setProblems(followed.problems)
      },
      errors => refuse(as, problemsOf(errors)),
    )

  const runTest = send('test', testConnection, ({ jobId }) => test.begin(jobId))
  const leave = (way: Way) => {
    if (way === 'back' || !mayKeep) return router.push(places[way])
    const then = () => router.push(places[way])
    return way === 'exit' ? send(way, saveConnectionStep, then)() : send(way, finishConnection, then)()
  }
  return (
    <FormProvider {...form}>
      <form noValidate onSubmit={runTest}>
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
          <WizardFooter busy={busy} meanwhile={meanwhile} onLeave={leave} onTest={runTest} />
        </Stack>
      </form>
    </FormProvider>
  )
}
