'use client'

import { Stack } from '@mantine/core'
import { useState } from 'react'
import { FormProvider, useForm } from 'react-hook-form'
import { checked } from '@/app/forms/checked'
import { ErrorSummary } from '@/app/forms/error-summary'
import { useTyped } from '../desk'
import { type SaveStep, useStep } from '../use-step'
import { WizardFooter } from '../wizard-footer'
import { saveAttributesStep } from './actions'
import type { AttributesForm } from './attributes-form'
import { CustomFields } from './custom-fields'
import { ExamplePerson } from './example-person'
import { atInput, fieldPathOf, type Known, KnownNames } from './form'
import { JoiningRules } from './joining-rules'
import { MappingSample } from './mapping-sample'
import { OwnFields } from './own-fields'
import { PhotoField } from './photo-field'
import { TelephoneField } from './telephone-field'
import { useSample } from './use-sample'
import { useTried } from './use-tried'

type Props = AttributesForm & {
  connectorId: string
  known: Known
  countries: readonly { value: string; label: string }[]
}

/** The User Attributes step: each field with where it comes from, and what that gives for somebody real. */
export function AttributesStep({ connectorId, mapping, joining, known, countries }: Props) {
  const form = useForm<AttributesForm>({ defaultValues: useTyped({ mapping, joining }), shouldFocusError: false })
  const { busy, problems: found, meanwhile, leave } = useStep(form.watch())
  const [opened, setOpened] = useState<string[]>([])
  const mappingNow = form.watch('mapping')
  const tried = useTried(connectorId, mappingNow)
  const sample = useSample(connectorId, mappingNow)
  const problems = found.map(atInput)
  const fields = {
    opened: [...new Set([...opened, ...problems.map(fieldPathOf)])],
    onOpened: setOpened,
    problems,
    tried,
    full: sample.full,
  }

  const save: SaveStep = async seen => {
    const schema = () => import('./attributes-form').then(({ AttributesForm }) => AttributesForm)
    const answer = await checked(schema, form.getValues())
    return answer.ok ? saveAttributesStep({ connectorId, seen, ...answer.value }) : answer
  }
  return (
    <FormProvider {...form}>
      <KnownNames value={known}>
        <Stack gap="lg">
          <ErrorSummary problems={found} />
          <ExamplePerson tried={tried} />
          <OwnFields {...fields} />
          <CustomFields {...fields} />
          <TelephoneField countries={countries} problems={problems} />
          <PhotoField problems={problems} />
          <MappingSample sample={sample} />
          <JoiningRules />
          <WizardFooter busy={busy} meanwhile={meanwhile} onLeave={way => leave(way, save)} />
        </Stack>
      </KnownNames>
    </FormProvider>
  )
}
