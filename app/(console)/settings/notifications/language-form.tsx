'use client'

import { Group, SimpleGrid, Stack, Text } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { ErrorSummary } from '@/app/forms/error-summary'
import { fieldId, type Problem, problemAt } from '@/app/forms/problem'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { NativeSelect } from '@/app/ui/native-select'
import type { Language } from '@/lib/words/language'
import { saveLanguages } from './actions'

type Languages = { yours: Language; company: Language | null }

/** What mails are written in: to whoever looks, and to the company's people where they may say so (null = they may not). */
export function LanguageForm({ chosen, offered }: { chosen: Languages; offered: readonly Language[] }) {
  const router = useRouter()
  const [problems, setProblems] = useState<Problem[]>([])
  const [busy, setBusy] = useState(false)
  const [saved, setSaved] = useState(false)
  const form = useForm<Languages>({ defaultValues: chosen })

  const save = form.handleSubmit(async values => {
    setBusy(true)
    setSaved(false)
    const answer = await saveLanguages(values)
    setBusy(false)
    setProblems(answer.ok ? [] : answer.problems)
    setSaved(answer.ok)
    if (answer.ok) router.refresh()
  })
  const select = (name: keyof Languages) => ({
    ...form.register(name),
    id: fieldId(name),
    error: problemAt(problems, name),
    data: offered.map(value => ({ value, label: say(`alerts.language.${value}`) })),
  })
  return (
    <form onSubmit={save} onChange={() => setSaved(false)} noValidate>
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
