'use client'

import { useLinkStatus } from 'next/link'
import styles from './going.module.css'

/** Within a link: while the page it leads to is being made, a line below the header says that it was heard. */
export const Going = () =>
  useLinkStatus().pending ? <span className={styles.going} aria-hidden data-testid="going" /> : null
