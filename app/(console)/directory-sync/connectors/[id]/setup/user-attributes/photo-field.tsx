'use client'

import { useFormContext } from 'react-hook-form'
import { fieldId, type Problem, problemAt } from '@/app/forms/problem'
import { say } from '@/app/messages/say'
import { Card } from '@/app/ui/card'
import { NativeSelect } from '@/app/ui/native-select'
import { TextInput } from '@/app/ui/text-input'
import { fieldPolicies } from '@/lib/settings/choices'
import type { AttributesForm } from './attributes-form'
import styles from './mapping.module.css'

/** Whether photos are followed, and how large they may be in the directory. */
export function PhotoField({ problems }: { problems: readonly Problem[] }) {
  const { register, watch } = useFormContext<AttributesForm>()
  const at = (path: string) => ({ id: fieldId(path), error: problemAt(problems, path) })
  const policy = watch('mapping.photo.policy')
  return (
    <Card title={say('mapping.photo')} id="photo">
      <NativeSelect
        {...register('mapping.photo.policy')}
        {...at('mapping.photo.policy')}
        label={say('mapping.policyLabel')}
        description={say('mapping.photoHelp')}
        data={fieldPolicies.map(value => ({ value, label: say(`mapping.policy.${value}`) }))}
      />
      {policy === 'not-managed' ? null : (
        <div className={styles.row}>
          <TextInput
            {...register('mapping.photo.largest', { valueAsNumber: true })}
            {...at('mapping.photo.largest')}
            type="number"
            inputMode="numeric"
            label={say('mapping.photoLargest')}
          />
          <NativeSelect
            {...register('mapping.photo.ifEmpty.kind')}
            {...at('mapping.photo.ifEmpty')}
            label={say('mapping.photoIfEmpty')}
            data={(['leave', 'clear'] as const).map(value => ({ value, label: say(`mapping.empty.${value}`) }))}
          />
        </div>
      )}
    </Card>
  )
}
