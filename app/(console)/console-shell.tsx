'use client'

import { Menu as Bars, X } from 'lucide-react'
import { usePathname } from 'next/navigation'
import { type ReactNode, useEffect, useState } from 'react'
import { say } from '@/app/messages/say'
import { useWaiting } from '@/app/ui/use-waiting'
import { AccountMenu } from './account-menu'
import { CommandMenu } from './command-menu/command-menu'
import styles from './console-shell.module.css'
import { Navigation } from './navigation'
import { SchemeToggle } from './scheme-toggle'
import { Shortcuts } from './shortcuts/shortcuts'

type Props = {
  organization: string
  person: { name: string; email: string; role: string }
  /** Agents that are late or offline. */
  agentsAway: number
  children: ReactNode
}

/** Header, side navigation and the page. On narrow screens the navigation opens from a button. */
export function ConsoleShell({ organization, person, agentsAway, children }: Props) {
  const [opened, setOpened] = useState(false)
  const [shortcuts, setShortcuts] = useState<boolean | null>(null)
  const path = usePathname()
  // biome-ignore lint/correctness/useExhaustiveDependencies: a navigation closes the menu, so the path is the point
  useEffect(() => setOpened(false), [path])
  return (
    <>
      <a className="skip-link" href="#main">
        {say('skip')}
      </a>
      <header className={styles.header}>
        <div className={styles.names}>
          <button
            type="button"
            {...useWaiting()}
            className={`${styles.icon} ${styles.toggle}`}
            onClick={() => setOpened(!opened)}
            aria-label={say('navigation.open')}
            aria-expanded={opened}
            aria-controls="navigation"
          >
            {opened ? <X size={20} strokeWidth={1.5} aria-hidden /> : <Bars size={20} strokeWidth={1.5} aria-hidden />}
          </button>
          <span className={styles.product}>{say('product')}</span>
          <span className={styles.organization}>{organization}</span>
        </div>
        <div className={styles.tools}>
          <CommandMenu />
          <SchemeToggle />
          <AccountMenu person={person} onShortcuts={() => setShortcuts(true)} />
        </div>
      </header>
      <nav
        id="navigation"
        className={styles.navigation}
        data-opened={opened || undefined}
        aria-label={say('navigation.label')}
      >
        <Navigation path={path} agentsAway={agentsAway} />
      </nav>
      <Shortcuts opened={shortcuts} onOpened={setShortcuts} />
      <main id="main" className={styles.main} tabIndex={-1}>
        {children}
      </main>
    </>
  )
}
