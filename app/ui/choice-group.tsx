'use client'

import { Input } from '@mantine/core'
import { type ReactNode, useId } from 'react'

type Props = {
  /** Whether one alone is chosen. */
  role?: 'radiogroup'
  label: string
  description?: string | undefined
  error?: string | undefined
  /** Whether the question heads its part of the page. */
  leading?: boolean
  children: ReactNode
}

/** Boxes or buttons that answer one question. */
export function ChoiceGroup({ role, label, description, error, leading, children }: Props) {
  const id = useId()
  const about = [description ? `${id}-description` : null, error ? `${id}-error` : null].filter(part => part !== null)
  return (
    <fieldset role={role} aria-labelledby={id} aria-describedby={about.join(' ') || undefined}>
      <Input.Label labelElement="div" id={id} mb={description ? 0 : 'xs'} {...(leading ? { fz: 'lg' } : {})}>
        {label}
      </Input.Label>
      {description ? (
        <Input.Description id={`${id}-description`} mb="xs">
          {description}
        </Input.Description>
      ) : null}
      {children}
      {error ? <Input.Error id={`${id}-error`}>{error}</Input.Error> : null}
    </fieldset>
  )
}
