'use client'

import '@/app/forms/no-eval'
import { Stack } from '@mantine/core'
import { useState } from 'react'
import { ErrorSummary } from '@/app/forms/error-summary'
import { type Answer, fieldId, problemAt } from '@/app/forms/problem'
import { settingSentence } from '@/app/forms/setting-sentence'
import { say } from '@/app/messages/say'
import { RadioChoice } from '@/app/ui/radio-choice'
import type { SettingFault } from '@/lib/settings/connection'
import { NewUnits, type OrganizationalUnitSettings } from '@/lib/settings/organizational-units'
import { saveUnitsStep } from '../../../actions'
import { useStep } from '../use-step'
import { WizardFooter } from '../wizard-footer'
import { UnitChooser } from './unit-chooser'
import type { Rules } from './unit-rules'

const modes = ['all', 'chosen', 'none'] as const
type Mode = (typeof modes)[number]
const path = 'organizationalUnits'

type Props = { connectorId: string; settings: OrganizationalUnitSettings | null }

/** The Organizational Units step: everybody, nobody, or the people below the units that are chosen. */
export function UnitsStep({ connectorId, settings }: Props) {
  const { busy, problems, leave } = useStep(connectorId, 'organizational-units')
  const [mode, setMode] = useState<Mode>(settings?.mode ?? 'all')
  const [rules, setRules] = useState<Rules>(settings?.mode === 'chosen' ? settings.rules : [])
  const [people, setPeople] = useState<number | null>(null)
  const [newUnits, setNewUnits] = useState<NewUnits>(
    settings && settings.mode !== 'none' ? (settings.newUnits ?? 'include') : 'include',
  )
  const save = async (): Promise<Answer<unknown>> => {
    const code = mode === 'chosen' ? whatIsMissing(rules, people) : null
    if (code) return { ok: false, problems: [{ path, text: settingSentence(code), code }] }
    return saveUnitsStep({ connectorId, settings: chosenUnits(mode, rules, newUnits) })
  }

  const choose = (next: Rules, count: number | null) => {
    setRules(next)
    setPeople(count)
  }
  return (
    <Stack gap="lg">
      <ErrorSummary problems={problems} />
      <RadioChoice
        leading
        id={fieldId(path)}
        label={say('units.question')}
        value={mode}
        onChange={setMode}
        error={problemAt(problems, path)}
        options={modes.map(value => ({
          value,
          label: say(`units.mode.${value}`),
          help: say(`units.modeHelp.${value}`),
        }))}
      />
      {mode === 'chosen' ? <UnitChooser connectorId={connectorId} rules={rules} onRules={choose} /> : null}
      {mode === 'none' ? null : (
        <RadioChoice
          label={say('units.newUnits')}
          description={say('units.newUnitsHelp')}
          value={newUnits}
          onChange={setNewUnits}
          options={NewUnits.options.map(value => ({ value, label: say(`newUnits.${value}`) }))}
        />
      )}
      <WizardFooter busy={busy} onLeave={way => leave(way, save)} />
    </Stack>
  )
}

function chosenUnits(mode: Mode, rules: Rules, newUnits: NewUnits): OrganizationalUnitSettings {
  if (mode === 'none') return { mode }
  // To include them is what holds when nothing is said, and saying nothing is no change.
  const usual = newUnits === 'include' ? {} : { newUnits }
  return mode === 'all' ? { mode, ...usual } : { mode, rules: [...rules], ...usual }
}

/** A choice that would bring in nobody is not what anybody means who chooses units. */
function whatIsMissing(rules: Rules, people: number | null): SettingFault | null {
  if (!rules.some(rule => rule.effect === 'include')) return 'organizational-units-empty'
  return people === 0 ? 'organizational-units-nobody' : null
}
