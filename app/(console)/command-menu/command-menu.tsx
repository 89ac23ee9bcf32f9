'use client'

import { Search } from 'lucide-react'
import { lazy, Suspense, useEffect, useState } from 'react'
import { say } from '@/app/messages/say'
import { useWaiting } from '@/app/ui/use-waiting'
import shell from '../console-shell.module.css'
import styles from './command-menu.module.css'

/** Fetched when the menu is first opened: no page carries it before. */
const CommandDialog = lazy(() => import('./command-dialog'))

/** From anywhere to a page, a connector or a person: Ctrl K, or ⌘ K on a Mac, or the button. */
export function CommandMenu() {
  const [opened, setOpened] = useState<boolean | null>(null)
  const waiting = useWaiting()
  const open = () => setOpened(true)
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      event.preventDefault()
      setOpened(true)
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [])
  return (
    <>
      <button type="button" {...waiting} className={styles.button} onClick={open}>
        <Search size={16} strokeWidth={1.5} aria-hidden />
        {say('commands.open')}
        <kbd aria-hidden>{say('commands.keys')}</kbd>
      </button>
      <button
        type="button"
        {...waiting}
        className={`${shell.icon} ${styles.short}`}
        aria-label={say('commands.open')}
        onClick={open}
      >
        <Search size={20} strokeWidth={1.5} aria-hidden />
      </button>
      {opened === null ? null : (
        <Suspense>
          <CommandDialog opened={opened} onClose={() => setOpened(false)} />
        </Suspense>
      )}
    </>
  )
}
