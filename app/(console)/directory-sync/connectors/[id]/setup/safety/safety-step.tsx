'use client'

import '@/app/forms/no-eval'
import { Stack } from '@mantine/core'
import { FormProvider, useForm } from 'react-hook-form'
import { ErrorSummary } from '@/app/forms/error-summary'
import { issueProblem } from '@/app/forms/typed-problem'
import { saveSafetyStep } from '../../../actions'
import { useTyped } from '../desk'
import { type SaveStep, useStep } from '../use-step'
import { WizardFooter } from '../wizard-footer'
import { LeavingPolicies } from './leaving-policies'
import { Limits } from './limits'
import { SafetyForm } from './safety-form'

type Props = { connectorId: string; values: SafetyForm; linked: number; mayRaise: boolean }

/** The Safety step: at what a plan waits for a person, and what happens to people who leave. */
export function SafetyStep({ connectorId, values, linked, mayRaise }: Props) {
  const form = useForm<SafetyForm>({ defaultValues: useTyped(values), shouldFocusError: false })
  const { busy, problems, meanwhile, leave } = useStep(form.watch())
  const save: SaveStep = async seen => {
    const parsed = SafetyForm.safeParse(form.getValues())
    if (!parsed.success) return { ok: false, problems: parsed.error.issues.map(issueProblem()) }
    return saveSafetyStep({ connectorId, seen, values: parsed.data })
  }
  return (
    <FormProvider {...form}>
      <Stack gap="lg">
        <ErrorSummary problems={problems} />
        <Limits problems={problems} linked={linked} mayRaise={mayRaise} />
        <LeavingPolicies problems={problems} />
        <WizardFooter busy={busy} meanwhile={meanwhile} onLeave={way => leave(way, save)} />
      </Stack>
    </FormProvider>
  )
}
