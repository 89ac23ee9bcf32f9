'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { readKey } from './read-key'
import { areShortcutsOn } from './remembered'

/** Listens for single keys, unless this browser has them turned off. */
export function useShortcuts(onHelp: () => void) {
  const router = useRouter()
  const ledAt = useRef<number | null>(null)
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const { key, ctrlKey, metaKey, altKey, timeStamp: at } = event
      const taken = event.defaultPrevented || isTaken(event.target)
      const action = readKey({ key, held: ctrlKey || metaKey || altKey, taken, at, ledAt: ledAt.current })
      ledAt.current = action?.kind === 'lead' ? at : null
      if (!action || action.kind === 'lead' || !areShortcutsOn()) return
      if (action.kind === 'go') router.push(action.href)
      else if (action.kind === 'help') onHelp()
      else if (!moveFocus(action.kind)) return
      event.preventDefault()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [router, onHelp])
}

const typing =
  'input:not([type=checkbox]), textarea, select, [contenteditable], [role=tree], [role=listbox], [role=menu]'

const isTaken = (target: EventTarget | null): boolean =>
  (target instanceof Element && target.closest(typing) !== null) || document.querySelector('[role=dialog]') !== null

/** @returns whether there was something to go to */
function moveFocus(kind: 'search' | 'next' | 'previous' | 'select'): boolean {
  const inMain = (selector: string) => [...document.querySelectorAll<HTMLElement>(`main ${selector}`)]
  if (kind === 'search') return focus(inMain('input[type=search]')[0] ?? inMain('search input')[0])
  const rows = inMain('tbody tr').filter(row => row.querySelector('a, button, input'))
  const here = rows.findIndex(row => row.contains(document.activeElement))
  if (kind === 'select') {
    const box = rows[here]?.querySelector<HTMLInputElement>('input[type=checkbox]')
    box?.click()
    return box !== undefined && box !== null
  }
  const row = here < 0 ? rows[kind === 'next' ? 0 : rows.length - 1] : rows[here + (kind === 'next' ? 1 : -1)]
  return focus(
    row?.querySelector<HTMLElement>('th a, th button') ?? row?.querySelector<HTMLElement>('a, button, input'),
  )
}

function focus(element: HTMLElement | null | undefined): boolean {
  element?.focus()
  return element !== null && element !== undefined
}
