'use client'

import { Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { say } from '@/app/messages/say'
import { Button } from '@/app/ui/button'
import { useAnnounce } from '@/app/ui/live-region'
import { Trouble, Waiting } from '@/app/ui/trouble'
import { ExceptionsDialog } from './exceptions-dialog'
import { countPeople, exceptionsBelow, type Rules, setUnit, unitState } from './unit-rules'
import { UnitSearch } from './unit-search'
import { UnitTree } from './unit-tree'
import { type Unit, useUnits } from './use-units'

type Props = {
  connectorId: string
  rules: Rules
  /** `people`: how many the rules come to, or null when that is not known. */
  onRules: (rules: Rules, people: number | null) => void
}
type Question = { unit: Unit; include: boolean; exceptions: Rules }

/** A search, the tree with Select all and Clear, and what the choice comes to. */
export function UnitChooser({ connectorId, rules, onRules }: Props) {
  const { units, root, problem, open, start, find } = useUnits(connectorId)
  const [question, setQuestion] = useState<Question | null>(null)
  const announce = useAnnounce()
  const base = root === null ? undefined : units.get(root)

  const peopleOf = (of: Rules) => countPeople(of, anchor => units.get(anchor))
  const change = (next: Rules) => {
    onRules(next, peopleOf(next))
    announce(total(next))
  }
  const total = (of: Rules) => {
    const people = peopleOf(of)
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
