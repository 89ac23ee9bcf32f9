'use client'

import '@/app/forms/no-eval'
import { NativeSelect, Stack, Text } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { FormProvider, useForm } from 'react-hook-form'
import { ErrorSummary } from '@/app/forms/error-summary'
import { fieldId, type Problem, problemAt } from '@/app/forms/problem'
import { issueProblem } from '@/app/forms/typed-problem'
import { say } from '@/app/messages/say'
import { Card } from '@/app/ui/card'
import { saveScheduleStep } from './actions'
import { HowOften } from './how-often'
import { InBetween } from './in-between'
import type { NextRuns } from './next-runs'
import { NextRunsList } from './next-runs-list'
import { ScheduleForm, type ScheduleValues } from './schedule-form'
import { useNextRuns } from './use-next-runs'

export type EditorProps = {
  connectorId: string
  values: ScheduleValues
  /** Of the schedule as it was read; an older one is not saved over a newer one. */
  revision: number
  next: NextRuns
  zones: readonly string[]
}
/** Saves; what happens then is up to the page. `as` names the button that is busy. */
type Save<As> = (as: As, then: () => void) => void
type Props<As> = EditorProps & { footer: (save: Save<As>, busy: As | null) => ReactNode }

/** The schedule as a form, with what the engine makes of it beside. Nothing typed is ever lost. */
export function ScheduleEditor<As extends string>({ connectorId, values, next, zones, footer, ...props }: Props<As>) {
  const [revision, setRevision] = useState(props.revision)
  const [problems, setProblems] = useState<Problem[]>([])
  const [busy, setBusy] = useState<As | null>(null)
  const form = useForm<ScheduleValues>({ defaultValues: values, shouldFocusError: false })
  const runs = useNextRuns(connectorId, form.watch(), next)

  const save = async (as: As, then: () => void) => {
    const parsed = ScheduleForm.safeParse(form.getValues())
    if (!parsed.success) return setProblems(parsed.error.issues.map(issueProblem()))
    setBusy(as)
    setProblems([])
    const answer = await saveScheduleStep({ connectorId, values: parsed.data, revision })
    setBusy(null)
    if (!answer.ok) return setProblems(answer.problems)
    setRevision(answer.value.revision)
    then()
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
        {footer(save, busy)}
      </Stack>
    </FormProvider>
  )
}
