'use client'

import { Group, Stack, Text } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { NotReadyList } from '@/app/(console)/users/deeds/not-ready-list'
import { fieldId, type Problem, problemAt } from '@/app/forms/problem'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { Button } from '@/app/ui/button'
import { Checkbox } from '@/app/ui/checkbox'
import { Facts } from '@/app/ui/facts'
import { Notice } from '@/app/ui/notice'
import { TextInput } from '@/app/ui/text-input'
import { Textarea } from '@/app/ui/textarea'
import type { TeamDeed } from '@/lib/teams/moves'
import { CostsTable } from './costs-table'
import type { TeamsView } from './proposal-view'

export type Typed = { text: string; maySpend: boolean; number: string }
type Props = {
  deed: TeamDeed
  view: TeamsView
  problems: readonly Problem[]
  busy: boolean
  onConfirm: (typed: Typed) => void
  onClose: () => void
}

/** Where words belong to the deed, and under which name a fault speaks of them. */
const fields: Partial<Record<TeamDeed, 'message' | 'reason'>> = {
  'ask-owner': 'message',
  'leave-alone': 'reason',
  suspend: 'reason',
  unmanage: 'reason',
}

export function DeedForm({ deed, view, problems, busy, onConfirm, onClose }: Props) {
  const [typed, setTyped] = useState<Typed>({ text: '', maySpend: false, number: '' })
  const { teams, facts, costs, barrier, notReady } = view
  const path = fields[deed]
  const possible = teams > 0 && barrier === null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (possible) onConfirm(typed)
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Text>{say(`teamDeed.${deed}.intro`, { teams })}</Text>
        <CostsTable rows={costs} />
        {facts.length > 0 ? <Facts facts={facts} /> : null}
        {barrier ? <Notice tone="warn">{barrier}</Notice> : null}
        <NotReadyList
          title={say(`teamDeed.${deed}.notReady`)}
          people={notReady}
          further={0}
          columns={{ who: say('teams.name'), why: say('teamDeed.why') }}
        />
        {path && teams > 0 ? (
          <Textarea
            id={fieldId(path)}
            label={say(`teamDeed.${path}`)}
            value={typed.text}
            onChange={event => setTyped({ ...typed, text: event.currentTarget.value })}
            error={problemAt(problems, path)}
            maxLength={path === 'message' ? 1_000 : 500}
            autosize
            minRows={2}
          />
        ) : null}
        {deed === 'bring-in' && possible ? (
          <>
            <Text>{say('teamDeed.noWayBack')}</Text>
            <Checkbox
              id={fieldId('maySpend')}
              label={say('bringIn.maySpend')}
              checked={typed.maySpend}
              onChange={event => setTyped({ ...typed, maySpend: event.currentTarget.checked })}
              error={problemAt(problems, 'maySpend')}
            />
            <TextInput
              id={fieldId('number')}
              label={say('teamDeed.number', { teams })}
              value={typed.number}
              onChange={event => setTyped({ ...typed, number: event.currentTarget.value })}
              error={problemAt(problems, 'number')}
              inputMode="numeric"
              autoComplete="off"
              maw={240}
            />
          </>
        ) : null}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {say('dialog.cancel')}
          </Button>
          {possible ? (
            <BusyButton type="submit" busy={busy}>
              {say(`teamDeed.${deed}.confirm`, { teams })}
            </BusyButton>
          ) : null}
        </Group>
      </Stack>
    </form>
  )
}
