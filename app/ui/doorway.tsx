import type { ReactNode } from 'react'
import { say } from '@/app/messages/say'
import styles from './doorway.module.css'

/** A page outside the console: one box in the middle. */
export function Doorway({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  return (
    <main className={styles.page}>
      <div className={styles.middle}>
        <div className={styles.product}>{say('product')}</div>
        <div className={styles.box}>
          <h1 className={styles.title}>{title}</h1>
          {lead ? <p className={styles.lead}>{lead}</p> : null}
          {children}
        </div>
      </div>
    </main>
  )
}
