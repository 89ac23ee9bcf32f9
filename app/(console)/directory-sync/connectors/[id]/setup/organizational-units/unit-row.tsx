'use client'

import { Text } from '@mantine/core'
import { ChevronDown, ChevronRight } from 'lucide-react'
import { say } from '@/app/messages/say'
import { CheckMark } from '@/app/ui/checkbox'
import { Turning } from '@/app/ui/turning'
import { type Rules, unitState } from './unit-rules'
import styles from './unit-tree.module.css'
import type { VisibleUnit } from './visible-units'

type Props = {
  row: VisibleUnit
  rules: Rules
  isCurrent: boolean
  onFocus: () => void
  onToggle: () => void
  onExpand: (wanted: boolean) => void
}

/** One unit: whether it is included, its name, and how many people are below it. */
export function UnitRow({ row, rules, isCurrent, onFocus, onToggle, onExpand }: Props) {
  const { unit, level, expanded } = row
  const state = unitState(rules, unit)
  const people = say(unit.partial ? 'units.atLeast' : 'units.people', { count: unit.peopleBelow })
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree handles the keys for all of its items
    <div
      role="treeitem"
      aria-checked={state === 'partly' ? 'mixed' : state === 'in'}
      aria-expanded={unit.hasChildren ? expanded : undefined}
      aria-level={level}
      aria-setsize={row.siblings}
      aria-posinset={row.position}
      aria-busy={unit.loading}
      tabIndex={isCurrent ? 0 : -1}
      data-anchor={unit.anchor}
      className={styles.item}
      style={{ paddingInlineStart: `${8 + (level - 1) * 24}px` }}
      onFocus={onFocus}
      onClick={onToggle}
    >
      <Caret row={row} onExpand={onExpand} />
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
}

/** The pointer's way to open a unit; for the keyboard there are the arrows. */
function Caret({ row: { unit, expanded }, onExpand }: { row: VisibleUnit; onExpand: (wanted: boolean) => void }) {
  if (!unit.hasChildren) return <span className={styles.caret} />
  const Icon = expanded ? ChevronDown : ChevronRight
  return (
    <span
      aria-hidden
      className={styles.caret}
      data-caret
      onClick={event => {
        event.stopPropagation()
        onExpand(!expanded)
      }}
    >
      <Icon size={18} strokeWidth={1.75} />
    </span>
  )
}
