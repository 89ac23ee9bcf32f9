import type { ReactNode } from 'react'
import styles from './facts.module.css'

export type Fact = { label: string; value: ReactNode; action?: ReactNode }

/** Names and values side by side, as a description list. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(fact => (
        <div key={fact.label} className={styles.row}>
          <dt>{fact.label}</dt>
          <dd>{fact.value}</dd>
          {fact.action === undefined ? null : <dd className={styles.action}>{fact.action}</dd>}
        </div>
      ))}
    </dl>
  )
}
