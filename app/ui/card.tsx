import { Title } from '@mantine/core'
import type { ReactNode } from 'react'
import styles from './card.module.css'

/** A bordered region with an optional heading of second order. */
export function Card({ title, id, children }: { title?: string; id?: string; children: ReactNode }) {
  return (
    <section className={styles.card} aria-labelledby={title && id ? id : undefined}>
      {title === undefined ? null : (
        <Title order={2} id={id}>
          {title}
        </Title>
      )}
      {children}
    </section>
  )
}

/** A bordered region within a part of the page; it has no heading and says what it is called. */
export const SmallCard = ({ label, children }: { label: string; children: ReactNode }) => (
  <section className={`${styles.card} ${styles.small}`} aria-label={label}>
    {children}
  </section>
)
