'use client'

import { Group, SimpleGrid, Stack, Text } from '@mantine/core'
import { useForm } from 'react-hook-form'
import { ErrorSummary } from '@/app/forms/error-summary'
import { fieldId, problemAt } from '@/app/forms/problem'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { NativeSelect } from '@/app/ui/native-select'
import type { AlertPreferences } from '@/lib/settings/alerts'
import { alertEvents, deliveries } from '@/lib/settings/choices'
import { saveAlerts } from './actions'
import { useSaving } from './use-saving'

const choices = () => deliveries.map(delivery => ({ value: delivery, label: say(`alerts.delivery.${delivery}`) }))

/** Of which events this administrator is told, and when. */
export function PreferencesForm({ preferences }: { preferences: AlertPreferences }) {
  const { problems, busy, saved, keep, change } = useSaving()
  const form = useForm<AlertPreferences>({ defaultValues: preferences })

  const save = form.handleSubmit(preferences => keep(saveAlerts({ preferences })))
  return (
    <form onSubmit={save} onChange={change} noValidate>
      <Stack>
        <ErrorSummary problems={problems} />
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          {alertEvents.map(event => (
            <NativeSelect
              key={event}
              {...form.register(event)}
              id={fieldId(`preferences.${event}`)}
              label={say(`alerts.event.${event}`)}
              description={say(`alerts.help.${event}`)}
              error={problemAt(problems, `preferences.${event}`)}
              data={choices()}
            />
          ))}
        </SimpleGrid>
        <Group>
          <BusyButton type="submit" busy={busy}>
            {say('alerts.save')}
          </BusyButton>
          <Text role="status">{saved ? say('alerts.saved') : ''}</Text>
        </Group>
      </Stack>
    </form>
  )
}
