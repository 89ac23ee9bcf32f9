'use client'

import { UnstyledButton } from '@mantine/core'
import { TableTh } from '@/app/ui/table'
import { useWaiting } from '@/app/ui/use-waiting'
import type { Sort, SortColumn } from './change-search'
import styles from './run.module.css'

type Props = { column: SortColumn; width: string; label: string; sort: Sort; onSort: (sort: Sort) => void }

/** A heading that sorts by its column, and the other way when it does already. */
export function Sortable({ column, width, label, sort, onSort }: Props) {
  const direction = sort === column ? 'ascending' : sort === `-${column}` ? 'descending' : 'none'
  return (
    <TableTh scope="col" w={width} aria-sort={direction}>
      <UnstyledButton
        {...useWaiting()}
        className={styles.sort}
        onClick={() => onSort(direction === 'ascending' ? `-${column}` : column)}
      >
        {label} <span aria-hidden>{direction === 'none' ? '' : direction === 'ascending' ? '↑' : '↓'}</span>
      </UnstyledButton>
    </TableTh>
  )
}
