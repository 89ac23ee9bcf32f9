'use client'

import { Group, Stack, Text } from '@mantine/core'
import { X } from 'lucide-react'
import { fieldId, type Problem, problemAt } from '@/app/forms/problem'
import { say } from '@/app/messages/say'
import { Button, IconButton } from '@/app/ui/button'
import { NativeSelect } from '@/app/ui/native-select'
import { TextInput } from '@/app/ui/text-input'
import type { ValueModifier } from '@/lib/settings/mapping'

type Props = {
  path: string
  /** Of the field, for the buttons' names. */
  name: string
  modifiers: readonly ValueModifier[]
  onModifiers: (modifiers: ValueModifier[]) => void
  problems: readonly Problem[]
}

const kinds = ['lower', 'upper', 'single-spaces', 'replace'] as const

/** What is done to a value, step by step, before it is stored. Spaces around it never stay. */
export function ModifiersField({ path, name, modifiers, onModifiers, problems }: Props) {
  const set = (at: number, modifier: ValueModifier) =>
    onModifiers(modifiers.map((one, index) => (index === at ? modifier : one)))
  const part = (index: number, field: string) => ({
    id: fieldId(`${path}.${index}.${field}`),
    error: problemAt(problems, `${path}.${index}.${field}`),
  })
  return (
    <Stack gap="xs">
      {modifiers.map((modifier, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the steps have no identity but their place
        <Group key={index} align="flex-end" gap="xs">
          <NativeSelect
            label={say('mapping.step', { number: index + 1 })}
            value={modifier.kind}
            onChange={event => set(index, emptyModifier(event.currentTarget.value))}
            data={kinds.map(kind => ({ value: kind, label: say(`mapping.modifier.${kind}`) }))}
          />
          {modifier.kind === 'replace' ? (
            <>
              <TextInput
                {...part(index, 'find')}
                label={say('mapping.find')}
                value={modifier.find}
                onChange={event => set(index, { ...modifier, find: event.currentTarget.value })}
              />
              <TextInput
                {...part(index, 'replacement')}
                label={say('mapping.replacement')}
                value={modifier.replacement}
                onChange={event => set(index, { ...modifier, replacement: event.currentTarget.value })}
              />
            </>
          ) : null}
          <IconButton
            aria-label={say('mapping.removeStep', { number: index + 1, field: name })}
            onClick={() => onModifiers(modifiers.filter((_, other) => other !== index))}
          >
            <X size={18} strokeWidth={1.75} aria-hidden />
          </IconButton>
        </Group>
      ))}
      {modifiers.length === 0 ? (
        <Text size="sm" c="dimmed">
          {say('mapping.noSteps')}
        </Text>
      ) : null}
      <Group>
        <Button variant="default" size="xs" onClick={() => onModifiers([...modifiers, { kind: 'single-spaces' }])}>
          {say('mapping.addStep')}
          <span className="visually-hidden"> {name}</span>
        </Button>
      </Group>
    </Stack>
  )
}

const emptyModifier = (kind: string): ValueModifier =>
  kind === 'replace' ? { kind, find: '', replacement: '' } : { kind: kind as 'lower' | 'upper' | 'single-spaces' }
