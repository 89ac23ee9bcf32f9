'use client'

import { lazy, Suspense, useCallback } from 'react'
import { useShortcuts } from './use-shortcuts'

/** Fetched when it is first asked for: no page carries it before. */
const ShortcutsDialog = lazy(() => import('./shortcuts-dialog'))

type Props = {
  /** null = nobody has asked for it yet. */
  opened: boolean | null
  onOpened: (opened: boolean) => void
}

/** The single keys, and the list of them over the page. */
export function Shortcuts({ opened, onOpened }: Props) {
  useShortcuts(useCallback(() => onOpened(true), [onOpened]))
  if (opened === null) return null
  return (
    <Suspense>
      <ShortcutsDialog opened={opened} onClose={() => onOpened(false)} />
    </Suspense>
  )
}
