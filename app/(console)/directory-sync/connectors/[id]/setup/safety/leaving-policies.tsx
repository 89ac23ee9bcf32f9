'use client'

import { Stack, Text } from '@mantine/core'
import { useFormContext } from 'react-hook-form'
import { fieldId, type Problem, problemAt } from '@/app/forms/problem'
import { say } from '@/app/messages/say'
import { Card } from '@/app/ui/card'
import { NativeSelect } from '@/app/ui/native-select'
import { TextInput } from '@/app/ui/text-input'
import { leavingPolicies, leavingReasons } from '@/lib/settings/choices'
import styles from './safety.module.css'
import type { SafetyForm } from './safety-form'

type Props = { problems: readonly Problem[]; recommended: SafetyForm['leaving'] }

/** What happens to a person for each reason to leave. Nothing is ever deleted. */
export function LeavingPolicies({ problems, recommended }: Props) {
  const { register } = useFormContext<SafetyForm>()
  return (
    <Card title={say('leaving.title')} id="leaving">
      <Text>{say('leaving.help')}</Text>
      <Stack gap="md">
        {leavingReasons.map(reason => (
          <NativeSelect
            key={reason}
            {...register(`leaving.${reason}`)}
            id={fieldId(`leaving.${reason}`)}
            error={problemAt(problems, `leaving.${reason}`)}
            label={say(`leaving.reason.${reason}`)}
            description={say(`leaving.reasonHelp.${reason}`)}
            data={leavingPolicies.map(value => ({
              value,
              label:
                recommended[reason] === value
                  ? say('leaving.recommended', { policy: say(`leaving.policy.${value}`) })
                  : say(`leaving.policy.${value}`),
            }))}
          />
        ))}
        <TextInput
          {...register('leaving.graceDays', { valueAsNumber: true })}
          id={fieldId('leaving.graceDays')}
          error={problemAt(problems, 'leaving.graceDays')}
          type="number"
          inputMode="numeric"
          min={0}
          max={30}
          label={say('leaving.grace')}
          description={`${say('leaving.graceHelp')} ${say('safety.recommended', { value: recommended.graceDays })}`}
          classNames={{ wrapper: styles.number }}
        />
      </Stack>
    </Card>
  )
}
