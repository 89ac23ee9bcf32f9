'use client'

import { Radio, RadioGroup, Stack } from '@mantine/core'

type Props<T extends string> = {
  /** Of its first button; see `fieldId`. */
  id?: string
  label: string
  description?: string
  value: T
  onChange: (value: T) => void
  options: readonly { value: T; label: string; help?: string }[]
  error?: string | undefined
  /** Whether the question heads its part of the page. */
  leading?: boolean
}

/** One of a few, each with a sentence on what it means. */
export function RadioChoice<T extends string>({ id, options, onChange, leading, ...group }: Props<T>) {
  return (
    <RadioGroup
      {...group}
      onChange={value => onChange(value as T)}
      labelProps={{ ...(leading ? { fz: 'lg' } : {}), mb: group.description ? 0 : 'xs' }}
      descriptionProps={{ mb: 'xs' }}
    >
      <Stack gap="sm" mb="xs">
        {options.map(({ value, label, help }, index) => (
          <Radio key={value} value={value} id={index === 0 ? id : undefined} label={label} description={help} />
        ))}
      </Stack>
    </RadioGroup>
  )
}
