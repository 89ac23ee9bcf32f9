'use client'

import '@/app/forms/no-eval'
import { Stack } from '@mantine/core'
import { FormProvider, useForm } from 'react-hook-form'
import { ErrorSummary } from '@/app/forms/error-summary'
import type { Answer } from '@/app/forms/problem'
import { issueProblem } from '@/app/forms/typed-problem'
import { saveSafetyStep } from '../../../actions'
import { useStep } from '../use-step'
import { WizardFooter } from '../wizard-footer'
import { LeavingPolicies } from './leaving-policies'
import { Limits } from './limits'
import { SafetyForm } from './safety-form'

type Props = { connectorId: string; values: SafetyForm; linked: number; mayRaise: boolean }

/** The Safety step: at what a plan waits for a person, and what happens to people who leave. */
export function SafetyStep({ connectorId, values, linked, mayRaise }: Props) {
  const { busy, problems, leave } = useStep(connectorId, 'safety')
  const form = useForm<SafetyForm>({ defaultValues: values, shouldFocusError: false })
  const save = async (): Promise<Answer<unknown>> => {
    const parsed = SafetyForm.safeParse(form.getValues())
    if (!parsed.success) return { ok: false, problems: parsed.error.issues.map(issueProblem()) }
    return saveSafetyStep({ connectorId, values: parsed.data })
  }
  return (
    <FormProvider {...form}>
      <Stack gap="lg">
        <ErrorSummary problems={problems} />
        <Limits problems={problems} linked={linked} mayRaise={mayRaise} />
        <LeavingPolicies problems={problems} />
        <WizardFooter busy={busy} onLeave={way => leave(way, save)} />
      </Stack>
    </FormProvider>
  )
}
