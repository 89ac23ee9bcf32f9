'use client'

import { Group, Stack } from '@mantine/core'
import { useState } from 'react'
import { answered } from '@/app/forms/answered'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { Textarea } from '@/app/ui/textarea'
import type { VisualRule } from '@/lib/sync/inclusion/visual-rule'
import { readConditions } from './actions'

type Props = { id: string; text: string; onText: (text: string) => void; onRule: (rule: VisualRule) => void }

/** A rule as an LDAP filter, and the way back to conditions where they can say the same. */
export function FilterField({ id, text, onText, onRule }: Props) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const toConditions = async () => {
    setBusy(true)
    const answer = await answered(readConditions({ text }))
    setBusy(false)
    if (answer.ok) return onRule(answer.value)
    setProblem(answer.problems.map(found => found.text).join(' '))
  }
  return (
    <Stack gap="xs">
      <Textarea
        id={id}
        label={say('inclusion.filter')}
        description={say('inclusion.filterHelp')}
        value={text}
        onChange={event => {
          setProblem(null)
          onText(event.currentTarget.value)
        }}
        error={problem}
        autosize
        minRows={3}
        maxLength={4_096}
        spellCheck={false}
        dir="ltr"
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      />
      <Group justify="flex-end">
        <BusyButton variant="subtle" size="xs" busy={busy} onClick={toConditions}>
          {say('inclusion.asConditions')}
        </BusyButton>
      </Group>
    </Stack>
  )
}
