'use client'

import { InputBase, type InputBaseProps } from '@mantine/core'
import { ChevronsUpDown } from 'lucide-react'
import type { ComponentPropsWithRef } from 'react'
import { useWaiting } from './use-waiting'

type Choice = { value: string; label: string }
type Props = Omit<InputBaseProps, 'children'> &
  Omit<ComponentPropsWithRef<'select'>, keyof InputBaseProps | 'children' | 'size'> & {
    data: readonly (string | Choice)[]
  }

/** One of several, as the browser itself lets people choose. */
export function NativeSelect({ data, ...props }: Props) {
  return (
    <InputBase
      component="select"
      pointer
      rightSectionPointerEvents="none"
      rightSection={<ChevronsUpDown size={14} strokeWidth={2} color="var(--text-3)" aria-hidden />}
      {...props}
      {...useWaiting()}
    >
      {data.map(choice => {
        const { value, label } = typeof choice === 'string' ? { value: choice, label: choice } : choice
        return (
          <option key={value} value={value}>
            {label}
          </option>
        )
      })}
    </InputBase>
  )
}
