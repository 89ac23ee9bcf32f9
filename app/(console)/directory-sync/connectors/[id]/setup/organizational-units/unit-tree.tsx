'use client'

import { type KeyboardEvent, type MouseEvent, useRef, useState } from 'react'
import { typedName } from './typed-name'
import { UnitRow } from './unit-row'
import { type Rules, unitState } from './unit-rules'
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
  const [typed] = useState(typedName)
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
  const rowAt = ({ target }: { target: EventTarget }) => {
    const anchor = target instanceof Element ? target.closest<HTMLElement>('[data-anchor]')?.dataset.anchor : undefined
    return rows.find(row => row.unit.anchor === anchor)
  }
  const click = (event: MouseEvent) => {
    const row = rowAt(event)
    if (!row) return
    if (event.target instanceof Element && event.target.closest('[data-caret]')) expand(row.unit, !row.expanded)
    else onToggle(row.unit)
  }
  const keyDown = (event: KeyboardEvent) => {
    const index = rows.findIndex(row => row.unit.anchor === current)
    if (!rows[index] || event.ctrlKey || event.metaKey || event.altKey) return
    const isRightToLeft = getComputedStyle(event.currentTarget).direction === 'rtl'
    const key = (isRightToLeft && mirrored[event.key]) || event.key
    const act = keyAction(key, rows, index, {
      focus,
      expand,
      toggle: onToggle,
      find: text => typed.add(text, event.timeStamp),
    })
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
      onClick={click}
      onFocus={event => setCurrent(rowAt(event)?.unit.anchor ?? current)}
      onKeyDown={keyDown}
    >
      {rows.map(row => (
        <UnitRow
          key={row.unit.anchor}
          {...row}
          state={unitState(rules, row.unit)}
          isCurrent={row.unit.anchor === current}
        />
      ))}
    </div>
  )
}

/** Where a language is read from the right, what opens and what closes stands the other way round. */
const mirrored: Partial<Record<string, string>> = { ArrowLeft: 'ArrowRight', ArrowRight: 'ArrowLeft' }

type Moves = {
  focus: (row: VisibleUnit | undefined) => void
  expand: (unit: Unit, wanted: boolean) => void
  toggle: (unit: Unit) => void
  /** What was typed so far of a name. */
  find: (letter: string) => string
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
  return () => {
    const name = moves.find(key.toLowerCase())
    // The first letter goes on from here; further ones may still mean the unit where the focus is.
    const from = name.length > 1 ? index : index + 1
    const later = [...rows.slice(from), ...rows.slice(0, from)]
    moves.focus(later.find(other => other.unit.name.toLowerCase().startsWith(name)))
  }
}
