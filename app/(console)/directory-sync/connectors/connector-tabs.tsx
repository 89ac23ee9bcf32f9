'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { say } from '@/app/messages/say'
import { Going } from '@/app/ui/going'
import styles from '@/app/ui/tabs.module.css'

const tabs = ['summary', 'settings', 'schedule', 'agents', 'versions', 'decisions'] as const

/** The pages about one connector. */
export function ConnectorTabs({ connectorId }: { connectorId: string }) {
  const path = usePathname()
  const base = `/directory-sync/connectors/${connectorId}`
  return (
    <nav aria-label={say('tabs.label')}>
      <ul className={styles.tabs}>
        {tabs.map(tab => {
          const href = tab === 'summary' ? base : `${base}/${tab}`
          return (
            <li key={tab}>
              <Link href={href} className={styles.tab} aria-current={path === href ? 'page' : undefined}>
                {say(`tabs.${tab}`)}
                <Going />
              </Link>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
