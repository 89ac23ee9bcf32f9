'use client'

import { say } from '@/app/messages/say'
import styles from './page-fault.module.css'

export type Fault = { error: Error & { digest?: string }; reset: () => void }

/** What to do about a page that broke. The digest finds the entry in the log; the error itself is not for people's eyes. */
export function PageFault({ error, reset }: Fault) {
  return (
    <div className={styles.fault}>
      <p>{say('error.text')}</p>
      {error.digest ? <p className={styles.reference}>{say('error.reference', { reference: error.digest })}</p> : null}
      <button type="button" className="plain-button" onClick={reset}>
        {say('error.again')}
      </button>
    </div>
  )
}
