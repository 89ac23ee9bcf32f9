import type { Difference } from '@/app/api/runs/[id]/changes/change-line'
import { say } from '@/app/messages/say'
import styles from './run.module.css'

/** Field by field: what it was, and what it becomes. */
export function DifferenceList({ differences }: { differences: readonly Difference[] }) {
  return (
    <ul className={styles.differences}>
      {differences.map(({ field, before, after }) => (
        <li key={field}>
          {field}:{' '}
          {before === null ? null : (
            <>
              <span className="visually-hidden">{say('changes.was')} </span>
              <del>
                <bdi>{before}</bdi>
              </del>
              <span aria-hidden> → </span>
              <span className="visually-hidden">{say('changes.becomes')} </span>
            </>
          )}
          <ins>{after === null ? say('changes.empty') : <bdi>{after}</bdi>}</ins>
        </li>
      ))}
    </ul>
  )
}
