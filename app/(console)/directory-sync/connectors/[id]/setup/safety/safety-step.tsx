'use client'

import { Stack } from '@mantine/core'
import { FormProvider, useForm } from 'react-hook-form'
import { checked } from '@/app/forms/checked'
import { ErrorSummary } from '@/app/forms/error-summary'
import { saveSafetyStep } from '../../../actions'
import { useTyped } from '../desk'
import { type SaveStep, useStep } from '../use-step'
import { WizardFooter } from '../wizard-footer'
import { LeavingPolicies } from './leaving-policies'
import { Limits } from './limits'
import type { SafetyForm } from './safety-form'

/** `recommended` is what holds when nobody says otherwise. */
type Props = { connectorId: string; values: SafetyForm; recommended: SafetyForm; linked: number; mayRaise: boolean }

/** The Safety step: at what a plan waits for a person, and what happens to people who leave. */
export function SafetyStep({ connectorId, values, recommended, linked, mayRaise }: Props) {
  const form = useForm<SafetyForm>({ defaultValues: useTyped(values), shouldFocusError: false })
  const { busy, problems, meanwhile, leave } = useStep(form.watch())
  const save: SaveStep = async seen => {
    const answer = await checked(() => import('./safety-form').then(({ SafetyForm }) => SafetyForm), form.getValues())
    return answer.ok ? saveSafetyStep({ connectorId, seen, values: answer.value }) : answer
  }
  return (
    <FormProvider {...form}>
      <Stack gap="lg">
        <ErrorSummary problems={problems} />
        <Limits problems={problems} recommended={recommended.safety} linked={linked} mayRaise={mayRaise} />
        <LeavingPolicies problems={problems} recommended={recommended.leaving} />
        <WizardFooter busy={busy} meanwhile={meanwhile} onLeave={way => leave(way, save)} />
      </Stack>
    </FormProvider>
  )
}
