import { say } from '@/app/messages/say'
import { Card } from './card'
import styles from './skeleton.module.css'

/** Said to whoever does not see what stands in for a thing. */
const Waiting = () => (
  <span className="visually-hidden" role="status">
    {say('loading')}
  </span>
)

const rowsOf = (count: number) =>
  Array.from({ length: count }, (_, at) => `row-${at}`).map(row => <div key={row} className={styles.row} />)

/** A page before what it shows is there, about as tall as it will be. */
export const ListSkeleton = () => (
  <div className={styles.page} aria-busy>
    <Waiting />
    <div className={styles.title} />
    <div className={styles.lead} />
    <div className={styles.filters} />
    {rowsOf(12)}
  </div>
)

/** Rows before they are there; as many as will come, so that what follows them stays in its place. */
export const RowsSkeleton = ({ rows }: { rows: number }) => (
  <div className={styles.page} aria-busy>
    <Waiting />
    {rowsOf(rows)}
  </div>
)

/** A part of a page that takes longer than the rest. @param height of what it will hold, in pixels */
export const CardSkeleton = ({ title, id, height }: { title: string; id: string; height: number }) => (
  <Card title={title} id={id}>
    <div className={styles.page} aria-busy>
      <Waiting />
      <div style={{ blockSize: height }} />
    </div>
  </Card>
)
