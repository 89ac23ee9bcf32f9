'use client'

import { Group, Stack } from '@mantine/core'
import { useId } from 'react'
import { RadioButton } from './checkbox'
import { ChoiceGroup } from './choice-group'

type Props<T extends string> = {
  /** Of its first button; see `fieldId`. */
  id?: string
  label: string
  description?: string
  /** null = nothing is chosen yet. */
  value: T | null
  onChange: (value: T) => void
  options: readonly { value: T; label: string; help?: string | undefined }[]
  error?: string | undefined
  /** Whether its buttons stand side by side, where there is room. */
  inline?: boolean
  /** Whether the question heads its part of the page. */
  leading?: boolean
}

/** One of a few, each with a sentence on what it means. */
export function RadioChoice<T extends string>({ id, options, value, onChange, inline, ...group }: Props<T>) {
  const name = useId()
  const Buttons = inline ? Group : Stack
  return (
    <ChoiceGroup role="radiogroup" {...group}>
      <Buttons gap={inline ? 'lg' : 'sm'} mb="xs">
        {options.map((option, index) => (
          <RadioButton
            key={option.value}
            name={name}
            id={index === 0 ? id : undefined}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
            label={option.label}
            description={option.help}
          />
        ))}
      </Buttons>
    </ChoiceGroup>
  )
}
