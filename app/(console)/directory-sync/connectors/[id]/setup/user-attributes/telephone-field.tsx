'use client'

import { useFormContext } from 'react-hook-form'
import { fieldId, type Problem, problemAt } from '@/app/forms/problem'
import { say } from '@/app/messages/say'
import { Card } from '@/app/ui/card'
import { Checkbox } from '@/app/ui/checkbox'
import { NativeSelect } from '@/app/ui/native-select'
import type { AttributesForm } from './attributes-form'

type Props = { countries: readonly { value: string; label: string }[]; problems: readonly Problem[] }

/** Telephone numbers stay as they are written; beside them may stand what can be called from anywhere. */
export function TelephoneField({ countries, problems }: Props) {
  const { register, watch } = useFormContext<AttributesForm>()
  const path = 'mapping.telephone.country'
  return (
    <Card title={say('mapping.telephone')} id="telephone">
      <Checkbox
        {...register('mapping.telephone.e164')}
        label={say('mapping.e164')}
        description={say('mapping.e164Help')}
      />
      {watch('mapping.telephone.e164') ? (
        <NativeSelect
          {...register(path, { setValueAs: value => value || null })}
          id={fieldId(path)}
          error={problemAt(problems, path)}
          label={say('mapping.country')}
          description={say('mapping.countryHelp')}
          data={[{ value: '', label: say('mapping.noCountry') }, ...countries]}
        />
      ) : null}
    </Card>
  )
}
