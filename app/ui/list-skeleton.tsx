import { say } from '@/app/messages/say'
import styles from './skeleton.module.css'

const rows = Array.from({ length: 8 }, (_, at) => `row-${at}`)

/** A page before what it shows is there, about as tall as it will be. */
export function ListSkeleton() {
  return (
    <div className={styles.page} aria-busy>
      <span className="visually-hidden" role="status">
        {say('loading')}
      </span>
      <div className={styles.title} />
      <div className={styles.filters} />
      {rows.map(row => (
        <div key={row} className={styles.row} />
      ))}
    </div>
  )
}
