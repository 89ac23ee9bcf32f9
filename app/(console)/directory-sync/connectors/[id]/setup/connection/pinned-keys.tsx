'use client'

import { Stack, Text } from '@mantine/core'
import { useFormContext, useWatch } from 'react-hook-form'
import { fieldId } from '@/app/forms/problem'
import { say } from '@/app/messages/say'
import { Button } from '@/app/ui/button'
import type { ConnectionForm } from '../../../connection-form'
import styles from './connection.module.css'

const path = 'connection.pins'

/** The keys that were pinned from a test's result, each with a way to let go of it; nothing where there are none. */
export function PinnedKeys() {
  const { control, setValue } = useFormContext<ConnectionForm>()
  const pins = useWatch({ control, name: path }) ?? []
  if (pins.length === 0) return null
  const keep = (kept: string[]) => setValue(path, kept, { shouldDirty: true })
  return (
    <Stack gap="xs" id={fieldId(path)}>
      <Text fw={600}>{say('connection.pinned', { count: pins.length })}</Text>
      <Text size="sm">{say('connection.pinnedHelp')}</Text>
      {pins.map(pin => (
        <Stack key={pin} gap={4} align="flex-start">
          <Text size="sm" className={styles.detail}>
            {say('connection.pinnedKey', { pin })}
          </Text>
          <Button variant="default" size="compact-md" onClick={() => keep(pins.filter(other => other !== pin))}>
            {say('connection.unpin')}
            <span className="visually-hidden"> {pin}</span>
          </Button>
        </Stack>
      ))}
    </Stack>
  )
}

/** Each server may have a key of its own, and a renewed one stands beside the old one until that is let go. */
export const withPin = (pins: readonly string[] | undefined, pin: string): string[] => [
  ...new Set([...(pins ?? []), pin]),
]
