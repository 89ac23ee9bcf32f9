import type { ReactNode } from 'react'
import { say } from '@/app/messages/say'
import styles from './table-region.module.css'

/** A table that scrolls inside its own region on narrow screens; the page itself never does. */
export function TableRegion({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard (WCAG 2.1.1)
    <section className={styles.region} aria-label={say('tableOf', { label })} tabIndex={0}>
      {children}
    </section>
  )
}

/** Something long within a dialog, which scrolls in a window of its own. */
export function ScrollRegion({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard (WCAG 2.1.1)
    <section className={styles.window} aria-label={label} tabIndex={0}>
      {children}
    </section>
  )
}
