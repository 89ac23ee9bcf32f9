'use client'

import { type KeyboardEvent, useRef, useState } from 'react'
import { UnitRow } from './unit-row'
import type { Rules } from './unit-rules'
import styles from './unit-tree.module.css'
import type { Unit, Units } from './use-units'
import { type VisibleUnit, visibleUnits } from './visible-units'

type Props = {
  root: Unit
  units: Units
  rules: Rules
  labelledBy: string
  onToggle: (unit: Unit) => void
  onOpen: (unit: Unit) => void
}

/**
 * A checkbox tree after the ARIA Authoring Practices: one tab stop, arrows move, right opens, left closes, space checks.
 * The kit's own tree says `aria-selected` where a checkbox tree has to say `aria-checked` with `mixed`, hence this one.
 */
export function UnitTree({ root, units, rules, labelledBy, onToggle, onOpen }: Props) {
  const list = useRef<HTMLDivElement>(null)
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set([root.anchor]))
  const [current, setCurrent] = useState(root.anchor)
  const rows = visibleUnits(root, units, expanded)

  const focus = (row: VisibleUnit | undefined) => {
    if (!row) return
    setCurrent(row.unit.anchor)
    list.current?.querySelector<HTMLElement>(`[data-anchor="${row.unit.anchor}"]`)?.focus()
  }
  const expand = (unit: Unit, wanted: boolean) => {
    if (!unit.hasChildren) return
    setExpanded(before => {
      const after = new Set(before)
      if (wanted) after.add(unit.anchor)
      else after.delete(unit.anchor)
      return after
    })
    if (wanted && unit.children === null && !unit.loading) onOpen(unit)
  }
  const keyDown = (event: KeyboardEvent) => {
    const index = rows.findIndex(row => row.unit.anchor === current)
    const row = rows[index]
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return
    const act = keyAction(event.key, rows, index, { focus, expand, toggle: onToggle })
    if (!act) return
    event.preventDefault()
    act()
  }
  return (
    <div
      ref={list}
      role="tree"
      aria-multiselectable
      aria-labelledby={labelledBy}
      className={styles.tree}
      onKeyDown={keyDown}
    >
      {rows.map(row => (
        <UnitRow
          key={row.unit.anchor}
          row={row}
          rules={rules}
          isCurrent={row.unit.anchor === current}
          onFocus={() => setCurrent(row.unit.anchor)}
          onToggle={() => onToggle(row.unit)}
          onExpand={wanted => expand(row.unit, wanted)}
        />
      ))}
    </div>
  )
}

type Moves = {
  focus: (row: VisibleUnit | undefined) => void
  expand: (unit: Unit, wanted: boolean) => void
  toggle: (unit: Unit) => void
}

/** What a key does where the focus is; undefined = nothing, the browser may have it. */
function keyAction(key: string, rows: VisibleUnit[], index: number, moves: Moves): (() => void) | undefined {
  const row = rows[index]
  if (!row) return undefined
  const parent = () => rows.slice(0, index).findLast(above => above.level < row.level)
  const siblings = () => rows.filter(other => other.unit.ancestors[0] === row.unit.ancestors[0])
  const actions: Record<string, () => void> = {
    ArrowDown: () => moves.focus(rows[index + 1]),
    ArrowUp: () => moves.focus(rows[index - 1]),
    Home: () => moves.focus(rows[0]),
    End: () => moves.focus(rows.at(-1)),
    ArrowRight: () => (row.expanded ? moves.focus(rows[index + 1]) : moves.expand(row.unit, true)),
    ArrowLeft: () => (row.expanded ? moves.expand(row.unit, false) : moves.focus(parent())),
    ' ': () => moves.toggle(row.unit),
    '*': () => {
      for (const sibling of siblings()) moves.expand(sibling.unit, true)
    },
  }
  if (Object.hasOwn(actions, key)) return actions[key]
  if (key.length !== 1) return undefined
  const later = [...rows.slice(index + 1), ...rows.slice(0, index)]
  return () => moves.focus(later.find(other => other.unit.name.toLowerCase().startsWith(key.toLowerCase())))
}
