'use client'

import { Group, Text } from '@mantine/core'
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { say } from '@/app/messages/say'
import { Button } from '@/app/ui/button'
import { Checkbox } from '@/app/ui/checkbox'
import { useAnnounce } from '@/app/ui/live-region'
import styles from './lists.module.css'
import { choose, countSelected, isSelected, nothing, type Selection, underFilter } from './selection'

type Rows = {
  selection: Selection
  select: (selection: Selection) => void
  /** The rows of this page. */
  ids: readonly string[]
  /** What the list is filtered by, and how many rows match. */
  filter: string
  total: number
}
const Context = createContext<Rows>({ selection: nothing, select: () => undefined, ids: [], filter: '', total: 0 })
export const useSelection = (): Rows => useContext(Context)

/** What is selected of a list stays selected from page to page. */
export function SelectRows(props: { ids: readonly string[]; filter: string; total: number; children: ReactNode }) {
  const announce = useAnnounce()
  const [chosen, setChosen] = useState<Selection>(nothing)
  const selection = underFilter(chosen, props.filter)
  const gone = selection !== chosen
  useEffect(() => {
    if (!gone) return
    setChosen(nothing)
    announce(say('listing.selectionEnded'))
  }, [gone, announce])
  const select = (next: Selection) => {
    setChosen(next)
    announce(say('listing.selected', { selected: countSelected(next), total: props.total }))
  }
  const { ids, filter, total } = props
  return <Context value={{ selection, select, ids, filter, total }}>{props.children}</Context>
}

/** Selects every row of the page, or none of them. */
export function SelectPage() {
  const { selection, select, ids } = useSelection()
  const selected = ids.filter(id => isSelected(selection, id)).length
  return (
    <Checkbox
      aria-label={say('listing.selectPage')}
      checked={selected > 0 && selected === ids.length}
      indeterminate={selected > 0 && selected < ids.length}
      onChange={() => select(choose(selection, ids, selected < ids.length))}
    />
  )
}

export function SelectRow({ id, label }: { id: string; label: string }) {
  const { selection, select } = useSelection()
  const selected = isSelected(selection, id)
  return (
    <Checkbox
      aria-label={say('listing.selectRow', { label })}
      checked={selected}
      onChange={() => select(choose(selection, [id], !selected))}
    />
  )
}

/** How many are selected, the step to all that match, and what can be done with them. Nothing while nothing is selected. */
export function SelectionBar({ children }: { children: ReactNode }) {
  const { selection, select, ids, filter, total } = useSelection()
  const selected = countSelected(selection)
  if (selected === 0) return null
  const whole = selection.mode === 'matching'
  const pageSelected = ids.every(id => isSelected(selection, id))
  return (
    <section className={styles.bar} aria-label={say('listing.selection')}>
      <Group gap="sm">
        <Text fw={500}>{say('listing.selected', { selected, total })}</Text>
        {!whole && pageSelected && total > selected ? (
          <Button
            variant="subtle"
            size="compact-sm"
            onClick={() => select({ mode: 'matching', filter, count: total, except: [] })}
          >
            {say('listing.selectMatching', { total })}
          </Button>
        ) : null}
        <Button variant="subtle" size="compact-sm" onClick={() => select(nothing)}>
          {say('listing.clearSelection')}
        </Button>
      </Group>
      <Group gap="sm">{children}</Group>
    </section>
  )
}
