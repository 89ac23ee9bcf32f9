'use client'

import { ComboboxGroup, ComboboxOption, Text } from '@mantine/core'
import type { Found } from '@/app/api/find/route'

/** What was found of one kind; nothing where there is none. */
export function CommandGroup({ label, found }: { label: string; found: readonly Found[] }) {
  if (found.length === 0) return null
  return (
    <ComboboxGroup label={label}>
      {found.map(({ href, name, detail }) => (
        <ComboboxOption key={`${href} ${name}`} value={href}>
          <bdi>{name}</bdi>
          {detail ? (
            <Text size="xs" c="dimmed">
              {detail}
            </Text>
          ) : null}
        </ComboboxOption>
      ))}
    </ComboboxGroup>
  )
}
