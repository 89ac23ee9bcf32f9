'use client'

import { Group, Radio, RadioGroup, Stack, Text } from '@mantine/core'
import { Lock } from 'lucide-react'
import { useFormContext, useWatch } from 'react-hook-form'
import { say } from '@/app/messages/say'
import { defaultPorts } from '@/lib/settings/choices'
import type { ConnectionForm } from '../../../connection-form'

/** LDAPS or StartTLS. A port that is the usual one of the other way changes with it. */
export function SecurityField() {
  const { control, setValue, getValues } = useFormContext<ConnectionForm>()
  const security = useWatch({ control, name: 'connection.security' })
  const choose = (value: string) => {
    const next = value === 'starttls' ? 'starttls' : 'ldaps'
    for (const [index, { port }] of getValues('connection.hosts').entries())
      if (Number(port) === defaultPorts[security]) setValue(`connection.hosts.${index}.port`, defaultPorts[next])
    setValue('connection.security', next, { shouldDirty: true })
  }
  return (
    <Stack gap="xs">
      <RadioGroup label={say('connector.security')} value={security} onChange={choose}>
        <Stack gap="xs" mt={4}>
          <Radio value="ldaps" label={say('connection.ldaps')} />
          <Radio value="starttls" label={say('connection.starttls')} />
        </Stack>
      </RadioGroup>
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <Lock size={16} strokeWidth={1.5} aria-hidden style={{ marginBlockStart: 3, flex: 'none' }} />
        <Text size="sm">{say('connection.security')}</Text>
      </Group>
    </Stack>
  )
}
