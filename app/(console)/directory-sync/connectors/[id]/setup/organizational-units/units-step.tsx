'use client'

import { Radio, RadioGroup, Stack } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { ErrorSummary } from '@/app/forms/error-summary'
import { fieldId, type Problem, problemAt } from '@/app/forms/problem'
import { settingSentence } from '@/app/forms/setting-sentence'
import { say } from '@/app/messages/say'
import type { SettingFault } from '@/lib/settings/connection'
import type { OrganizationalUnitSettings } from '@/lib/settings/organizational-units'
import { saveUnitsStep } from '../../../actions'
import { WizardFooter } from '../wizard-footer'
import { UnitChooser } from './unit-chooser'
import type { Rules } from './unit-rules'

const modes = ['all', 'chosen', 'none'] as const
type Mode = (typeof modes)[number]
const path = 'organizationalUnits'

type Props = { connectorId: string; settings: OrganizationalUnitSettings | null }

/** The Organizational Units step: everybody, nobody, or the people below the units that are chosen. */
export function UnitsStep({ connectorId, settings }: Props) {
  const router = useRouter()
  const [mode, setMode] = useState<Mode>(settings?.mode ?? 'all')
  const [rules, setRules] = useState<Rules>(settings?.mode === 'chosen' ? settings.rules : [])
  const [people, setPeople] = useState<number | null>(null)
  const [problems, setProblems] = useState<Problem[]>([])
  const [busy, setBusy] = useState<'exit' | 'continue' | null>(null)

  const save = async (as: 'exit' | 'continue', next: string) => {
    const code = mode === 'chosen' ? whatIsMissing(rules, people) : null
    if (code) return setProblems([{ path, text: settingSentence(code), code }])
    setBusy(as)
    setProblems([])
    const answer = await saveUnitsStep({ connectorId, settings: chosenUnits(mode, rules, settings) })
    if (answer.ok) return router.push(next)
    setBusy(null)
    setProblems(answer.problems)
  }

  const choose = (next: Rules, count: number | null) => {
    setRules(next)
    setPeople(count)
  }
  const connector = `/directory-sync/connectors/${connectorId}`
  return (
    <Stack gap="lg">
      <ErrorSummary problems={problems} />
      <RadioGroup
        label={say('units.question')}
        labelProps={{ fz: 'lg', mb: 'xs' }}
        value={mode}
        onChange={value => setMode(value as Mode)}
        error={problemAt(problems, path)}
      >
        <Stack gap="sm" mb="xs">
          {modes.map((value, index) => (
            <Radio
              key={value}
              value={value}
              id={index === 0 ? fieldId(path) : undefined}
              label={say(`units.mode.${value}`)}
              description={say(`units.modeHelp.${value}`)}
            />
          ))}
        </Stack>
      </RadioGroup>
      {mode === 'chosen' ? <UnitChooser connectorId={connectorId} rules={rules} onRules={choose} /> : null}
      <WizardFooter
        back={`${connector}/setup/connection`}
        busy={busy}
        onExit={() => save('exit', connector)}
        onContinue={() => save('continue', `${connector}/setup/schedule`)}
      />
    </Stack>
  )
}

/** What was said of new units stays: this page does not ask about it. */
function chosenUnits(mode: Mode, rules: Rules, before: Props['settings']): OrganizationalUnitSettings {
  const newUnits = before && before.mode !== 'none' ? before.newUnits : undefined
  const usual = newUnits === undefined ? {} : { newUnits }
  if (mode === 'none') return { mode }
  return mode === 'all' ? { mode, ...usual } : { mode, rules: [...rules], ...usual }
}

/** A choice that would bring in nobody is not what anybody means who chooses units. */
function whatIsMissing(rules: Rules, people: number | null): SettingFault | null {
  if (!rules.some(rule => rule.effect === 'include')) return 'organizational-units-empty'
  return people === 0 ? 'organizational-units-nobody' : null
}
