import type { ReactNode } from 'react'
import styles from './facts.module.css'

export type Fact = { label: string; value: ReactNode; action?: ReactNode }

/** Names and values side by side, as a description list. Numbers stand below each other, also on a narrow screen. */
export function Facts({ facts, numbers = false }: { facts: readonly Fact[]; numbers?: boolean }) {
  return (
    <dl className={styles.facts} data-numbers={numbers || undefined}>
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
