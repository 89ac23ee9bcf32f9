'use client'

import { Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { FormProvider, useForm } from 'react-hook-form'
import { checked } from '@/app/forms/checked'
import { ErrorSummary } from '@/app/forms/error-summary'
import { fieldId, problemAt } from '@/app/forms/problem'
import { say } from '@/app/messages/say'
import { Card } from '@/app/ui/card'
import { NativeSelect } from '@/app/ui/native-select'
import { useTyped } from '../[id]/setup/desk'
import { type Met, type SavedBy, useStep } from '../[id]/setup/use-step'
import { saveScheduleStep } from './actions'
import { HowOften } from './how-often'
import { InBetween } from './in-between'
import type { NextRuns } from './next-runs'
import { NextRunsList } from './next-runs-list'
import type { ScheduleValues } from './schedule-values'
import { useNextRuns } from './use-next-runs'

export type EditorProps = {
  connectorId: string
  values: ScheduleValues
  next: NextRuns
  zones: readonly string[]
}
/** Saves; what happens then is up to the page. `as` names the button that is busy. */
type Save = (as: SavedBy, then: () => void) => void
type State = { busy: SavedBy | null; meanwhile: Met | null }
type Props = EditorProps & { footer: (save: Save, state: State) => ReactNode }

/** The schedule as a form, with what the engine makes of it beside. Nothing typed is ever lost. */
export function ScheduleEditor({ connectorId, values, next, zones, footer }: Props) {
  const form = useForm<ScheduleValues>({ defaultValues: useTyped(values), shouldFocusError: false })
  const now = form.watch()
  const { busy, setBusy, problems, meanwhile, save } = useStep(now)
  const runs = useNextRuns(connectorId, now, next)

  const saveAs = async (as: SavedBy, then: () => void) => {
    setBusy(as)
    const schema = () => import('./schedule-form').then(({ ScheduleForm }) => ScheduleForm)
    const saved = await save(as, async seen => {
      const typed = await checked<unknown>(schema, form.getValues())
      return typed.ok ? saveScheduleStep({ connectorId, values: typed.value, seen }) : typed
    })
    if (saved) return then()
    setBusy(null)
  }
  return (
    <FormProvider {...form}>
      <Stack gap="lg">
        <ErrorSummary problems={problems} />
        <HowOften problems={problems} />
        <NativeSelect
          {...form.register('timeZone')}
          id={fieldId('timeZone')}
          label={say('schedule.timeZone')}
          description={say('schedule.timeZoneHelp')}
          error={problemAt(problems, 'timeZone')}
          data={[...zones]}
        />
        <Card title={say('schedule.next')} id="next">
          {runs ? <NextRunsList runs={runs} /> : <Text>{say('schedule.unusable')}</Text>}
        </Card>
        <InBetween problems={problems} />
        {footer(saveAs, { busy, meanwhile })}
      </Stack>
    </FormProvider>
  )
}
