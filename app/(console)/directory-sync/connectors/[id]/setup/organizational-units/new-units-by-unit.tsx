'use client'

import { Stack, Text } from '@mantine/core'
import { say } from '@/app/messages/say'
import { NativeSelect } from '@/app/ui/native-select'
import { unitPath } from '@/app/ui/unit-words'
import { newUnits } from '@/lib/settings/choices'
import type { NewUnits } from '@/lib/settings/organizational-units'
import { ownNewUnits, type Rules, setNewUnits } from './unit-rules'

type Props = {
  rules: Rules
  onRules: (rules: Rules) => void
  /** What holds below every unit that says nothing of its own. */
  usual: NewUnits
}
const asUsual = 'usual'

/** What becomes of units that are created later, below a single unit that is included. */
export function NewUnitsByUnit({ rules, onRules, usual }: Props) {
  const included = rules.filter(({ effect }) => effect === 'include')
  if (included.length === 0) return null
  const own = ownNewUnits(rules)
  const options = [
    { value: asUsual, label: say('units.asUsual', { usual: say(`newUnits.${usual}`) }) },
    ...newUnits.map(value => ({ value, label: say(`newUnits.${value}`) })),
  ]
  const isNewUnits = (value: string): value is NewUnits => newUnits.some(option => option === value)
  return (
    <details open={own > 0}>
      <summary>{say('units.newUnitsByUnit', { own })}</summary>
      <Stack gap="sm" mt="sm" maw={480}>
        <Text size="sm" c="dimmed">
          {say('units.newUnitsByUnitHelp')}
        </Text>
        {included.map(({ anchor, dn, newUnits }) => (
          <NativeSelect
            key={anchor}
            label={<bdi>{unitPath(dn)}</bdi>}
            value={newUnits ?? asUsual}
            onChange={event => {
              const { value } = event.currentTarget
              onRules(setNewUnits(rules, anchor, isNewUnits(value) ? value : null))
            }}
            data={options}
          />
        ))}
      </Stack>
    </details>
  )
}
