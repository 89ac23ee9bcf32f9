'use client'

import { Text } from '@mantine/core'
import { say } from '@/app/messages/say'
import { TextInput } from '@/app/ui/text-input'
import type { Added } from './added'

type Props = {
  id: string
  error: string | undefined
  value: string | undefined
  onChange: (reason: string | undefined) => void
  /** Where the field stands beside somebody's name, it is called by that. */
  of?: string
  added: Added | undefined
}

/** Why somebody is excluded; and since when, and by whom, where that is known. */
export function ReasonField({ value = '', onChange, of, added, ...field }: Props) {
  return (
    <div>
      <TextInput
        {...field}
        {...(of === undefined
          ? { label: say('rules.reason'), description: say('rules.reasonHelp') }
          : { 'aria-label': say('rules.reasonOf', { name: of }), placeholder: say('rules.reason') })}
        value={value}
        onChange={event => onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.value)}
        maxLength={200}
      />
      {added ? (
        <Text size="sm" c="dimmed">
          {say('rules.added', added)}
        </Text>
      ) : null}
    </div>
  )
}
