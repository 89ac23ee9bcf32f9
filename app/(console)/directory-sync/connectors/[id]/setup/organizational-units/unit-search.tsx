'use client'

import { Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { say } from '@/app/messages/say'
import { Button } from '@/app/ui/button'
import { Checkbox } from '@/app/ui/checkbox'
import { useAnnounce } from '@/app/ui/live-region'
import { SearchBox } from '@/app/ui/search-box'
import { type Rules, unitState } from './unit-rules'
import styles from './unit-tree.module.css'
import type { FoundInTree, Unit, Units } from './use-units'

type Props = {
  units: Units
  rules: Rules
  /** What is found, or why nothing could be looked for. */
  onFind: (text: string) => Promise<FoundInTree[] | string>
  onToggle: (unit: Unit) => void
}

/** Finds units by a part of their name, wherever they stand, as a flat list in which each can be chosen. */
export function UnitSearch({ units, rules, onFind, onToggle }: Props) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [found, setFound] = useState<FoundInTree[] | null>(null)
  const announce = useAnnounce()
  const search = async (text: string) => {
    setBusy(true)
    const answer = await onFind(text)
    setBusy(false)
    setProblem(typeof answer === 'string' ? answer : null)
    setFound(typeof answer === 'string' ? null : answer)
    if (typeof answer !== 'string') announce(say('units.match', { count: answer.length }))
  }
  return (
    <Stack gap="xs">
      <SearchBox
        label={say('units.find')}
        help={say('units.findHelp')}
        action={say('units.search')}
        {...{ problem, busy }}
        onSearch={search}
        beside={clear =>
          found ? (
            <Button
              variant="subtle"
              onClick={() => {
                clear()
                setFound(null)
                setProblem(null)
              }}
            >
              {say('units.clearSearch')}
            </Button>
          ) : null
        }
      />
      {found ? <Text c="dimmed">{say('units.match', { count: found.length })}</Text> : null}
      {found && found.length > 0 ? (
        <ul className={styles.found} aria-label={say('units.matches')}>
          {found.map(({ anchor, path }) => {
            const unit = units.get(anchor)
            return unit ? (
              <li key={anchor}>
                <FoundUnit unit={unit} path={path} rules={rules} onToggle={onToggle} />
              </li>
            ) : null
          })}
        </ul>
      ) : null}
    </Stack>
  )
}

type FoundProps = { unit: Unit; path: string; rules: Rules; onToggle: (unit: Unit) => void }

function FoundUnit({ unit, path, rules, onToggle }: FoundProps) {
  const state = unitState(rules, unit)
  const people = say(unit.partial ? 'units.atLeast' : 'units.people', { count: unit.peopleBelow })
  return (
    <Checkbox
      checked={state === 'in'}
      indeterminate={state === 'partly'}
      onChange={() => onToggle(unit)}
      label={<bdi>{unit.name}</bdi>}
      description={say(path === '' ? 'units.foundAtTop' : 'units.foundIn', { path, people })}
    />
  )
}
