'use client'

import { Text, UnstyledButton } from '@mantine/core'
import type { RunView } from '@/app/api/runs/[id]/run-view'
import { say } from '@/app/messages/say'
import { useWaiting } from '@/app/ui/use-waiting'
import { type ChangeKind, isRemoval } from '@/lib/sync/change'
import styles from './run.module.css'

const always: readonly ChangeKind[] = ['add', 'update', 'deactivate']

type Props = { run: RunView; selected: ChangeKind | null; onSelect: (kind: ChangeKind | null) => void }

/** How many of each kind; a tile is a filter, and pressing it again shows everything. */
export function Tiles({ run, selected, onSelect }: Props) {
  const waiting = useWaiting()
  const missing = always.filter(kind => !run.kinds.some(row => row.kind === kind)).map(kind => ({ kind, count: 0 }))
  const kinds = [...run.kinds, ...missing].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
  return (
    <div className={styles.tiles}>
      {kinds.map(({ kind, count }) => (
        <UnstyledButton
          key={kind}
          {...waiting}
          className={styles.tile}
          aria-pressed={selected === kind}
          data-kind={kind}
          data-removal={isRemoval(kind) && count > 0}
          onClick={() => onSelect(selected === kind ? null : kind)}
        >
          <Text span size="sm">
            {say(`changeKind.${kind}`)}
          </Text>
          <span className={styles.count}>{say('number', { value: count })}</span>
        </UnstyledButton>
      ))}
      {run.unchanged === null ? null : (
        <div className={`${styles.tile} ${styles.plain}`}>
          <Text span size="sm">
            {say('changes.unchanged')}
          </Text>
          <span className={styles.count}>{say('number', { value: run.unchanged })}</span>
        </div>
      )}
    </div>
  )
}

const order: readonly ChangeKind[] = [
  'add',
  'link',
  'update',
  'reactivate',
  'deactivate',
  'suspend',
  'release',
  'skip',
  'suspect',
  'leave-alone',
]
