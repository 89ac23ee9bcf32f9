'use client'

import { Stack } from '@mantine/core'
import { useState } from 'react'
import { ErrorSummary } from '@/app/forms/error-summary'
import { settingSentence } from '@/app/forms/setting-sentence'
import type { DistributionListSettings } from '@/lib/settings/distribution-lists'
import type { GroupSettings } from '@/lib/settings/groups'
import { saveListsStep } from '../../../actions'
import { useTyped } from '../desk'
import { ModeChoice } from '../mode-choice'
import { type SaveStep, useStep } from '../use-step'
import { WizardFooter } from '../wizard-footer'
import { GroupRules } from './group-rules'
import { ListChooser } from './list-chooser'
import type { ChosenLists } from './use-lists'

const modes = ['none', 'all', 'chosen'] as const
const path = 'distributionLists'

type Typed = {
  mode: (typeof modes)[number]
  lists: ChosenLists
  people: 'left-out' | 'in-scope'
  groups: GroupSettings
}
type Props = { connectorId: string; settings: DistributionListSettings; groups: GroupSettings }

/** The Distribution Lists step: which become lists in Messenger, whom they bring in, and how groups follow the directory. */
export function ListsStep({ connectorId, settings, groups: before }: Props) {
  const chosen = settings.mode === 'chosen' ? settings : { lists: [], people: 'left-out' as const }
  const start = useTyped<Typed>({ mode: settings.mode, lists: chosen.lists, people: chosen.people, groups: before })
  const [mode, setMode] = useState(start.mode)
  const [lists, setLists] = useState(start.lists)
  const [people, setPeople] = useState(start.people)
  const [groups, setGroups] = useState(start.groups)
  const { busy, problems, meanwhile, leave } = useStep({ mode, lists, people, groups } satisfies Typed)

  const save: SaveStep = async seen => {
    const code = 'distribution-lists-empty'
    if (mode === 'chosen' && lists.length === 0)
      return { ok: false, problems: [{ path, text: settingSentence(code), code }] }
    return saveListsStep({
      connectorId,
      seen,
      settings: mode === 'chosen' ? { mode, lists, people } : { mode },
      groups,
    })
  }
  return (
    <Stack gap="lg">
      <ErrorSummary problems={problems} />
      <ModeChoice words="lists" path={path} modes={modes} value={mode} onChange={setMode} problems={problems} />
      {mode === 'chosen' ? (
        <ListChooser connectorId={connectorId} lists={lists} onLists={setLists} people={people} onPeople={setPeople} />
      ) : null}
      <GroupRules groups={groups} onGroups={setGroups} lists={mode !== 'none'} />
      <WizardFooter busy={busy} meanwhile={meanwhile} onLeave={way => leave(way, save)} />
    </Stack>
  )
}
