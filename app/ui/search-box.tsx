'use client'

import { Group } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { TextInput } from '@/app/ui/text-input'
import { BusyButton } from './busy-button'

type Props = {
  label: string
  help: string
  /** On the button. */
  action: string
  /** Why nothing was looked for. */
  problem: string | null
  busy: boolean
  /** What stands in the box at first. */
  initial?: string
  /** Pixels on a wide screen. */
  width?: number
  onSearch: (text: string) => void
  /** What stands beside the button, with what empties the box. */
  beside?: (clear: () => void) => ReactNode
}

/** A box for a part of a name or address, and the button that looks for it. */
export function SearchBox({ label, help, action, problem, busy, initial = '', width = 320, onSearch, beside }: Props) {
  const [text, setText] = useState(initial)
  const search = (event: FormEvent) => {
    event.preventDefault()
    onSearch(text)
  }
  return (
    <search>
      <form onSubmit={search} noValidate>
        <Group align="flex-end" gap="xs">
          <TextInput
            type="search"
            label={label}
            description={help}
            value={text}
            onChange={event => setText(event.currentTarget.value)}
            error={problem}
            maxLength={200}
            w={{ base: '100%', sm: width }}
          />
          <BusyButton type="submit" variant="default" busy={busy}>
            {action}
          </BusyButton>
          {beside?.(() => setText(''))}
        </Group>
      </form>
    </search>
  )
}
