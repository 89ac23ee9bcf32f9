'use client'

import { Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { say } from '@/app/messages/say'
import { Button } from '@/app/ui/button'
import { useAnnounce } from '@/app/ui/live-region'
import { Trouble, Waiting } from '@/app/ui/trouble'
import { unitPath } from '@/app/ui/unit-words'
import { GoneNotice } from '../gone-notice'
import { ExceptionsDialog } from './exceptions-dialog'
import { countPeople } from './unit-counts'
import { exceptionsBelow, type Rules, setUnit, unitState } from './unit-rules'
import { UnitSearch } from './unit-search'
import { UnitTree } from './unit-tree'
import type { UnitTree as Tree, Unit } from './use-units'

type Props = { tree: Tree; rules: Rules; onRules: (rules: Rules) => void }
type Question = { unit: Unit; include: boolean; exceptions: Rules }

/** A search, the tree with Select all and Clear, and what the choice comes to. */
export function UnitChooser({ tree, rules, onRules }: Props) {
  const { units, root, problem, open, start, find, known } = tree
  const [question, setQuestion] = useState<Question | null>(null)
  const announce = useAnnounce()
  const base = root === null ? undefined : units.get(root)

  const change = (next: Rules) => {
    onRules(next)
    announce(total(next))
  }
  const total = (of: Rules) => {
    const people = countPeople(of, known)
    const included = of.filter(rule => rule.effect === 'include').length
    const excluded = of.length - included
    return people === null
      ? say('units.words.chosen', { included, excluded })
      : say('units.total', { included, excluded, people })
  }
  /** A box that shows a dash includes everything first; exceptions made by hand are never dropped without asking. */
  const toggle = (unit: Unit) => {
    const include = unitState(rules, unit) !== 'in'
    const exceptions = exceptionsBelow(setUnit(rules, unit, include, rules), unit)
    if (exceptions.length > 0) return setQuestion({ unit, include, exceptions })
    change(setUnit(rules, unit, include))
  }

  if (problem) return <Trouble text={problem} onAgain={start} />
  if (!base) return <Waiting>{say('units.reading')}</Waiting>
  return (
    <Stack gap="sm">
      <UnitSearch units={units} rules={rules} onFind={find} onToggle={toggle} />
      <Group justify="space-between">
        <Text id="units-label" fw={600}>
          {say('units.tree')}
        </Text>
        <Group gap="xs">
          <Button variant="default" size="xs" onClick={() => change(setUnit([], base, true))}>
            {say('units.selectAll')}
          </Button>
          <Button variant="default" size="xs" onClick={() => change([])}>
            {say('units.clear')}
          </Button>
        </Group>
      </Group>
      <UnitTree root={base} units={units} rules={rules} onToggle={toggle} onOpen={open} labelledBy="units-label" />
      {rules
        .filter(({ anchor }) => known(anchor) === null)
        .map(gone => (
          <GoneNotice
            key={gone.anchor}
            text={say(`units.gone.${gone.effect}`, { unit: unitPath(gone.dn) })}
            name={unitPath(gone.dn)}
            remove={say('units.removeGone')}
            onRemove={() => change(rules.filter(rule => rule !== gone))}
          />
        ))}
      <Text fw={600} data-testid="units-total">
        {total(rules)}
      </Text>
      <ExceptionsDialog
        question={question && { name: question.unit.name, count: question.exceptions.length }}
        onClose={() => setQuestion(null)}
        onDecide={keep => {
          if (question) change(setUnit(rules, question.unit, question.include, keep ? question.exceptions : []))
          setQuestion(null)
        }}
      />
    </Stack>
  )
}
