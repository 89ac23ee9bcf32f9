'use client'

import { Group, Stack, Text } from '@mantine/core'
import { Lock } from 'lucide-react'
import { useFormContext, useWatch } from 'react-hook-form'
import { say } from '@/app/messages/say'
import { RadioChoice } from '@/app/ui/radio-choice'
import { defaultPorts } from '@/lib/settings/choices'
import type { ConnectionForm } from '../../../connection-form'

/** LDAPS or StartTLS. A port that is the usual one of the other way changes with it. */
export function SecurityField() {
  const { control, setValue, getValues } = useFormContext<ConnectionForm>()
  const security = useWatch({ control, name: 'connection.security' })
  const choose = (next: typeof security) => {
    for (const [index, { port }] of getValues('connection.hosts').entries())
      if (Number(port) === defaultPorts[security]) setValue(`connection.hosts.${index}.port`, defaultPorts[next])
    setValue('connection.security', next, { shouldDirty: true })
  }
  return (
    <Stack gap="xs">
      <RadioChoice
        label={say('connector.security')}
        value={security}
        onChange={choose}
        options={(['ldaps', 'starttls'] as const).map(value => ({ value, label: say(`connection.${value}`) }))}
      />
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <Lock size={16} strokeWidth={1.5} aria-hidden style={{ marginBlockStart: 3, flex: 'none' }} />
        <Text size="sm">{say('connection.security')}</Text>
      </Group>
    </Stack>
  )
}
