'use client'

import { Autocomplete } from '@mantine/core'
import type { ComponentProps } from 'react'

type Props = Omit<ComponentProps<typeof Autocomplete>, 'data'> & { attributes: readonly string[] }

/** The name of an attribute: the usual ones are offered while one types, and any other can be typed. */
export function AttributeInput({ attributes, ...props }: Props) {
  return (
    <Autocomplete
      {...props}
      data={[...attributes]}
      limit={12}
      spellCheck={false}
      autoComplete="off"
      comboboxProps={{ withinPortal: false }}
    />
  )
}
