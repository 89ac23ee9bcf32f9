'use client'

import { Group, Stack, Text } from '@mantine/core'
import { useFormContext } from 'react-hook-form'
import { fieldId, type Problem, problemAt } from '@/app/forms/problem'
import { say } from '@/app/messages/say'
import { Button } from '@/app/ui/button'
import { Card } from '@/app/ui/card'
import { useAnnounce } from '@/app/ui/live-region'
import { Notice } from '@/app/ui/notice'
import { TextInput } from '@/app/ui/text-input'
import type { SafetyLimit, SafetySettings } from '@/lib/settings/safety'
import { removalLimit } from '@/lib/sync/judge'
import { limitsOf } from '@/lib/sync/limits'
import styles from './safety.module.css'
import type { SafetyForm } from './safety-form'

/** What waits alone, and what holds everything. */
const parts = [
  { name: 'removals', limits: ['removalsPercent', 'removalsPeople', 'weekPercent', 'scopePercent'] },
  { name: 'everything', limits: ['additionsPercent', 'changesPercent', 'problemsPercent'] },
] as const satisfies readonly { name: string; limits: readonly SafetyLimit[] }[]

type Props = {
  problems: readonly Problem[]
  recommended: SafetySettings
  /** People who are managed now and may sign in. */
  linked: number
  mayRaise: boolean
}

/** The limits of the hold, each with what it means and what is recommended. */
export function Limits({ problems, recommended, linked, mayRaise }: Props) {
  const { register, setValue, watch } = useFormContext<SafetyForm>()
  const announce = useAnnounce()
  const restore = () => {
    setValue('safety', recommended)
    announce(say('safety.restored'))
  }
  return (
    <>
      <Notice tone="quiet">{say(mayRaise ? 'safety.mayRaise' : 'safety.mayLower')}</Notice>
      {parts.map(({ name, limits }) => (
        <Card key={name} title={say(`safety.${name}`)} id={name}>
          <Text>{say(`safety.${name}Help`)}</Text>
          <Stack gap="md">
            {limits.map(limit => (
              <TextInput
                key={limit}
                {...register(`safety.${limit}`, { valueAsNumber: true })}
                id={fieldId(`safety.${limit}`)}
                error={problemAt(problems, `safety.${limit}`)}
                type="number"
                inputMode="numeric"
                min={1}
                label={say(`safety.limit.${limit}`)}
                description={`${say(`safety.limitHelp.${limit}`)} ${say('safety.recommended', { value: recommended[limit] })}`}
                rightSection={limit === 'removalsPeople' ? null : <span aria-hidden>%</span>}
                classNames={{ wrapper: styles.number }}
              />
            ))}
          </Stack>
          {name === 'removals' ? <Means linked={linked} safety={watch('safety')} /> : null}
        </Card>
      ))}
      <Group>
        <Button variant="default" size="xs" onClick={restore}>
          {say('safety.restore')}
        </Button>
      </Group>
    </>
  )
}

/** What the limits of a run come to today. */
function Means({ linked, safety }: { linked: number; safety: SafetySettings }) {
  if (linked === 0 || Object.values(safety).some(limit => !(limit >= 1))) return null
  return (
    <Text fw={600} data-testid="safety-means">
      {say('safety.means', { linked, most: removalLimit(linked, limitsOf(safety)) })}
    </Text>
  )
}
