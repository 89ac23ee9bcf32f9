'use client'

import { Group, SimpleGrid, Stack, Text } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useForm } from 'react-hook-form'
import { ErrorSummary } from '@/app/forms/error-summary'
import { fieldId, problemAt } from '@/app/forms/problem'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { NativeSelect } from '@/app/ui/native-select'
import type { Language } from '@/lib/words/language'
import { saveLanguages } from './actions'
import { useSaving } from './use-saving'

type Languages = { yours: Language; company: Language | null }

/** What mails are written in: to whoever looks, and to the company's people where they may say so (null = they may not). */
export function LanguageForm({ chosen, offered }: { chosen: Languages; offered: readonly Language[] }) {
  const router = useRouter()
  const { problems, busy, saved, keep, change } = useSaving()
  const form = useForm<Languages>({ defaultValues: chosen })

  const save = form.handleSubmit(async values => {
    if (await keep(saveLanguages(values))) router.refresh()
  })
  const select = (name: keyof Languages) => ({
    ...form.register(name),
    id: fieldId(name),
    error: problemAt(problems, name),
    data: offered.map(value => ({ value, label: say(`alerts.language.${value}`) })),
  })
  return (
    <form onSubmit={save} onChange={change} noValidate>
      <Stack>
        <ErrorSummary problems={problems} />
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <NativeSelect {...select('yours')} label={say('alerts.ownMails')} description={say('alerts.ownMailsHelp')} />
          {chosen.company === null ? null : (
            <NativeSelect
              {...select('company')}
              label={say('alerts.companyMails')}
              description={say('alerts.companyMailsHelp')}
            />
          )}
        </SimpleGrid>
        <Group>
          <BusyButton type="submit" busy={busy}>
            {say('alerts.saveLanguages')}
          </BusyButton>
          <Text role="status">{saved ? say('alerts.saved') : ''}</Text>
        </Group>
      </Stack>
    </form>
  )
}
