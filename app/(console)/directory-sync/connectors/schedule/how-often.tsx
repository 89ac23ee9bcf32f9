'use client'

import { Group } from '@mantine/core'
import { Controller, useFormContext } from 'react-hook-form'
import { fieldId, type Problem, problemAt } from '@/app/forms/problem'
import { say } from '@/app/messages/say'
import { Checkbox } from '@/app/ui/checkbox'
import { ChoiceGroup } from '@/app/ui/choice-group'
import { NativeSelect } from '@/app/ui/native-select'
import { TextInput } from '@/app/ui/text-input'
import { weekdays } from '@/lib/settings/choices'
import type { ScheduleValues } from './schedule-values'

const kinds = ['day', 'week', 'month', 'hours', 'days', 'weeks'] as const
const daysOfMonth = () => [
  ...Array.from({ length: 31 }, (_, day) => ({ value: String(day + 1), label: String(day + 1) })),
  { value: 'last', label: say('schedule.lastDay') },
]
const isCounted = (every: string): every is 'hours' | 'days' | 'weeks' => ['hours', 'days', 'weeks'].includes(every)

/** How often everything is synchronized: only what the chosen kind needs is asked. */
export function HowOften({ problems }: { problems: readonly Problem[] }) {
  const { register, watch } = useFormContext<ScheduleValues>()
  const every = watch('settings.full.every')
  const field = (path: string) => ({ id: fieldId(path), error: problemAt(problems, path) })
  return (
    <>
      <NativeSelect
        {...register('settings.full.every')}
        {...field('settings.full.every')}
        label={say('schedule.often')}
        data={kinds.map(value => ({ value, label: say(`schedule.every.${value}`) }))}
      />
      {every === 'week' ? <Weekdays problems={problems} /> : null}
      {every === 'month' ? (
        <NativeSelect
          {...register('settings.full.day', { setValueAs: value => (value === 'last' ? value : Number(value)) })}
          {...field('settings.full.day')}
          label={say('schedule.dayOfMonth')}
          description={say('schedule.dayOfMonthHelp')}
          data={daysOfMonth()}
        />
      ) : null}
      {isCounted(every) ? (
        <TextInput
          {...register('settings.full.count', { valueAsNumber: true })}
          {...field('settings.full.count')}
          type="number"
          min={1}
          inputMode="numeric"
          label={say(`schedule.count.${every}`)}
        />
      ) : null}
      <TextInput
        {...register('settings.full.at')}
        {...field('settings.full.at')}
        type="time"
        label={say(every === 'hours' ? 'schedule.firstAt' : 'schedule.at')}
        description={say(every === 'hours' ? 'schedule.firstAtHelp' : 'schedule.atHelp')}
      />
      <TextInput
        {...register('settings.startsOn', { setValueAs: value => value || null })}
        {...field('settings.startsOn')}
        type="date"
        label={say('schedule.startsOn')}
        description={isCounted(every) ? undefined : say('schedule.startsOnHelp')}
      />
    </>
  )
}

function Weekdays({ problems }: { problems: readonly Problem[] }) {
  const { control } = useFormContext<ScheduleValues>()
  const path = 'settings.full.days'
  return (
    <Controller
      control={control}
      name={path}
      render={({ field: { value, onChange } }) => (
        <ChoiceGroup label={say('schedule.days')} error={problemAt(problems, path)}>
          <Group gap="md" mt="xs" mb="xs">
            {weekdays.map((day, index) => (
              <Checkbox
                key={day}
                checked={value.includes(day)}
                onChange={event =>
                  onChange(event.currentTarget.checked ? [...value, day] : value.filter(other => other !== day))
                }
                id={index === 0 ? fieldId(path) : undefined}
                label={say(`schedule.weekday.${day}`)}
              />
            ))}
          </Group>
        </ChoiceGroup>
      )}
    />
  )
}
