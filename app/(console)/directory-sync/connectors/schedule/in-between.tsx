'use client'

import { Group, Stack } from '@mantine/core'
import { useFormContext } from 'react-hook-form'
import { fieldId, type Problem, problemAt } from '@/app/forms/problem'
import { say } from '@/app/messages/say'
import { Checkbox } from '@/app/ui/checkbox'
import { TextInput } from '@/app/ui/text-input'
import type { ScheduleValues } from './schedule-values'

type Props = { problems: readonly Problem[] }

/** Quick synchronizations between the full ones, and hours in which nobody is removed. */
export function InBetween({ problems }: Props) {
  const { register, watch, setValue } = useFormContext<ScheduleValues>()
  const quick = watch('settings.quick')
  const quiet = watch('settings.quietHours')
  const field = (path: string) => ({ id: fieldId(path), error: problemAt(problems, path) })
  return (
    <>
      <Stack gap="sm">
        <Checkbox
          checked={quick !== null}
          onChange={event => setValue('settings.quick', event.currentTarget.checked ? { minutes: 60 } : null)}
          label={say('schedule.quick')}
          description={say('schedule.quickHelp')}
        />
        {quick ? (
          <TextInput
            {...register('settings.quick.minutes', { valueAsNumber: true })}
            {...field('settings.quick.minutes')}
            type="number"
            min={5}
            inputMode="numeric"
            label={say('schedule.minutes')}
          />
        ) : null}
      </Stack>
      <Stack gap="sm">
        <Checkbox
          checked={quiet !== null}
          onChange={event =>
            setValue('settings.quietHours', event.currentTarget.checked ? { from: '08:00', to: '18:00' } : null)
          }
          label={say('schedule.quiet')}
          description={say('schedule.quietHelp')}
        />
        {quiet ? (
          <Group gap="md" align="start">
            {(['from', 'to'] as const).map(end => (
              <TextInput
                key={end}
                {...register(`settings.quietHours.${end}`)}
                {...field(`settings.quietHours.${end}`)}
                type="time"
                label={say(`schedule.${end}`)}
              />
            ))}
          </Group>
        ) : null}
      </Stack>
    </>
  )
}
