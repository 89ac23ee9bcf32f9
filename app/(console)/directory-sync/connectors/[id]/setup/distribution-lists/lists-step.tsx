'use client'

import '@/app/forms/no-eval'
import { Stack } from '@mantine/core'
import { useState } from 'react'
import { ErrorSummary } from '@/app/forms/error-summary'
import { type Answer, fieldId, problemAt } from '@/app/forms/problem'
import { settingSentence } from '@/app/forms/setting-sentence'
import { say } from '@/app/messages/say'
import { RadioChoice } from '@/app/ui/radio-choice'
import type { DistributionListSettings } from '@/lib/settings/distribution-lists'
import type { GroupSettings } from '@/lib/settings/groups'
import { saveListsStep } from '../../../actions'
import { useStep } from '../use-step'
import { WizardFooter } from '../wizard-footer'
import { GroupRules } from './group-rules'
import { ListChooser } from './list-chooser'
import type { ChosenLists } from './use-lists'

const modes = ['none', 'all', 'chosen'] as const
const path = 'distributionLists'

type Props = { connectorId: string; settings: DistributionListSettings; groups: GroupSettings }

/** The Distribution Lists step: which become lists in Messenger, whom they bring in, and how groups follow the directory. */
export function ListsStep({ connectorId, settings, groups: before }: Props) {
  const { busy, problems, leave } = useStep(connectorId, 'distribution-lists')
  const [mode, setMode] = useState(settings.mode)
  const [lists, setLists] = useState<ChosenLists>(settings.mode === 'chosen' ? settings.lists : [])
  const [people, setPeople] = useState(settings.mode === 'chosen' ? settings.people : 'left-out')
  const [groups, setGroups] = useState(before)

  const save = async (): Promise<Answer<unknown>> => {
    const code = 'distribution-lists-empty'
    if (mode === 'chosen' && lists.length === 0)
      return { ok: false, problems: [{ path, text: settingSentence(code), code }] }
    return saveListsStep({ connectorId, settings: mode === 'chosen' ? { mode, lists, people } : { mode }, groups })
  }
  return (
    <Stack gap="lg">
      <ErrorSummary problems={problems} />
      <RadioChoice
        leading
        id={fieldId(path)}
        label={say('lists.question')}
        value={mode}
        onChange={setMode}
        error={problemAt(problems, path)}
        options={modes.map(value => ({
          value,
          label: say(`lists.mode.${value}`),
          help: say(`lists.modeHelp.${value}`),
        }))}
      />
      {mode === 'chosen' ? (
        <ListChooser connectorId={connectorId} lists={lists} onLists={setLists} people={people} onPeople={setPeople} />
      ) : null}
      <GroupRules groups={groups} onGroups={setGroups} lists={mode !== 'none'} />
      <WizardFooter busy={busy} onLeave={way => leave(way, save)} />
    </Stack>
  )
}
