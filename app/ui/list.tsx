import type { ReactNode } from 'react'
import styles from './list.module.css'

/** Items below each other, with a dot before each; `plain` has none, because the items say enough. */
export const List = ({ plain = false, children }: { plain?: boolean; children: ReactNode }) => (
  <ul className={plain ? `${styles.list} ${styles.plain}` : styles.list}>{children}</ul>
)
