'use client'

import { Text } from '@mantine/core'
import { ChevronDown, ChevronRight } from 'lucide-react'
import { memo } from 'react'
import { say } from '@/app/messages/say'
import { CheckMark } from '@/app/ui/checkbox'
import { Turning } from '@/app/ui/turning'
import type { UnitState } from './unit-rules'
import styles from './unit-tree.module.css'
import type { VisibleUnit } from './visible-units'

type Props = VisibleUnit & { state: UnitState; isCurrent: boolean }

/** One unit: whether it is included, its name, and how many people are below it. The tree hears what is done to it. */
export const UnitRow = memo(function UnitRow({ unit, level, position, siblings, expanded, state, isCurrent }: Props) {
  const people = say(unit.partial ? 'units.atLeast' : 'units.people', { count: unit.peopleBelow })
  return (
    <div
      role="treeitem"
      aria-checked={state === 'partly' ? 'mixed' : state === 'in'}
      aria-expanded={unit.hasChildren ? expanded : undefined}
      aria-level={level}
      aria-setsize={siblings}
      aria-posinset={position}
      aria-busy={unit.loading}
      tabIndex={isCurrent ? 0 : -1}
      data-anchor={unit.anchor}
      className={styles.item}
      style={{ paddingInlineStart: `min(${8 + (level - 1) * 24}px, 40%)` }}
    >
      <Caret unit={unit} expanded={expanded} />
      <CheckMark checked={state === 'in'} indeterminate={state === 'partly'} />
      <Text span className={styles.name}>
        {unit.name}
      </Text>
      {unit.loading ? <Turning /> : null}
      <Text span size="sm" c="dimmed" className={styles.people}>
        <span className="visually-hidden">, </span>
        {people}
        <span className="visually-hidden">, {say(`units.state.${state}`)}</span>
      </Text>
      {unit.problem ? (
        <Text span size="sm" c="var(--danger)" className={styles.problem} role="alert">
          {unit.problem}
        </Text>
      ) : null}
    </div>
  )
})

/** The pointer's way to open a unit; for the keyboard there are the arrows. */
function Caret({ unit, expanded }: Pick<VisibleUnit, 'unit' | 'expanded'>) {
  if (!unit.hasChildren) return <span className={styles.caret} />
  const Icon = expanded ? ChevronDown : ChevronRight
  return (
    <span aria-hidden className={styles.caret} data-caret>
      <Icon size={18} strokeWidth={1.75} />
    </span>
  )
}
