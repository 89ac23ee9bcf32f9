'use client'

import { Stack } from '@mantine/core'
import { useState } from 'react'
import { ErrorSummary } from '@/app/forms/error-summary'
import { settingSentence } from '@/app/forms/setting-sentence'
import { say } from '@/app/messages/say'
import { RadioChoice } from '@/app/ui/radio-choice'
import { newUnits as choices } from '@/lib/settings/choices'
import type { SettingFault } from '@/lib/settings/connection'
import type { NewUnits, OrganizationalUnitSettings } from '@/lib/settings/organizational-units'
import { saveUnitsStep } from '../../../actions'
import { useTyped } from '../desk'
import { ModeChoice } from '../mode-choice'
import { type SaveStep, useStep } from '../use-step'
import { WizardFooter } from '../wizard-footer'
import { NewUnitsByUnit } from './new-units-by-unit'
import { UnitChooser } from './unit-chooser'
import { comparePeople, countPeople, type PeopleApart } from './unit-counts'
import type { Rules } from './unit-rules'
import { UnitsCompared } from './units-compared'
import { type UnitTree, useUnits } from './use-units'

const modes = ['all', 'chosen', 'none'] as const
type Mode = (typeof modes)[number]
const path = 'organizationalUnits'

type Typed = { mode: Mode; rules: Rules; newUnits: NewUnits }
/** `live`: what runs go by now; null = nothing is live. */
type Props = {
  connectorId: string
  settings: OrganizationalUnitSettings | null
  live: OrganizationalUnitSettings | null
}

/** The Organizational Units step: everybody, nobody, or the people below the units that are chosen. */
export function UnitsStep({ connectorId, settings, live }: Props) {
  const start = useTyped<Typed>({
    mode: settings?.mode ?? 'all',
    rules: settings?.mode === 'chosen' ? settings.rules : [],
    newUnits: settings && settings.mode !== 'none' ? (settings.newUnits ?? 'include') : 'include',
  })
  const [mode, setMode] = useState(start.mode)
  const [rules, setRules] = useState(start.rules)
  const [newUnits, setNewUnits] = useState(start.newUnits)
  const [named] = useState(() => [...new Set([...start.rules, ...rulesOf(live)].map(({ anchor }) => anchor))])
  const tree = useUnits(connectorId, { wanted: mode === 'chosen', named })
  const { busy, problems, meanwhile, leave } = useStep({ mode, rules, newUnits } satisfies Typed)
  const now = chosenUnits(mode, rules, newUnits)
  const save: SaveStep = async seen => {
    const code = mode === 'chosen' ? whatIsMissing(rules, countPeople(rules, tree.known)) : null
    if (code) return { ok: false, problems: [{ path, text: settingSentence(code), code }] }
    return saveUnitsStep({ connectorId, seen, settings: now })
  }
  return (
    <Stack gap="lg">
      <ErrorSummary problems={problems} />
      <ModeChoice words="units" path={path} modes={modes} value={mode} onChange={setMode} problems={problems} />
      {mode === 'chosen' ? <UnitChooser tree={tree} rules={rules} onRules={setRules} /> : null}
      {mode === 'none' ? null : (
        <RadioChoice
          label={say('units.newUnits')}
          description={say('units.newUnitsHelp')}
          value={newUnits}
          onChange={setNewUnits}
          options={choices.map(value => ({ value, label: say(`newUnits.${value}`) }))}
        />
      )}
      {mode === 'chosen' ? <NewUnitsByUnit rules={rules} onRules={setRules} usual={newUnits} /> : null}
      {live ? <UnitsCompared live={live} now={now} people={peopleApart(live, now, tree)} /> : null}
      <WizardFooter busy={busy} meanwhile={meanwhile} onLeave={way => leave(way, save)} />
    </Stack>
  )
}

function chosenUnits(mode: Mode, rules: Rules, newUnits: NewUnits): OrganizationalUnitSettings {
  if (mode === 'none') return { mode }
  // To include them is what holds when nothing is said, and saying nothing is no change.
  const usual = newUnits === 'include' ? {} : { newUnits }
  return mode === 'all' ? { mode, ...usual } : { mode, rules: [...rules], ...usual }
}

const rulesOf = (units: OrganizationalUnitSettings | null): Rules => (units?.mode === 'chosen' ? units.rules : [])

/** Everybody is whoever stands below the search base, which is known as soon as the tree is. Choosing nobody removes nobody. */
function peopleApart(live: OrganizationalUnitSettings, now: OrganizationalUnitSettings, tree: UnitTree): PeopleApart {
  const base = tree.root === null ? null : tree.units.get(tree.root)
  if (!base || now.mode === 'none') return null
  const everybody: Rules = [{ anchor: base.anchor, dn: base.dn, effect: 'include' }]
  const [before = [], after = []] = [live, now].map(units => (units.mode === 'all' ? everybody : rulesOf(units)))
  return comparePeople(before, after, tree.known)
}

/** A choice that would bring in nobody is not what anybody means who chooses units. */
function whatIsMissing(rules: Rules, people: number | null): SettingFault | null {
  if (!rules.some(rule => rule.effect === 'include')) return 'organizational-units-empty'
  return people === 0 ? 'organizational-units-nobody' : null
}
