import { ArrowDown, ArrowUp } from 'lucide-react'
import Link from 'next/link'
import { TableTh } from '@/app/ui/table'
import { directionOf, queryOf } from './list-address'
import styles from './lists.module.css'

type Props = {
  column: string
  label: string
  /** What the list is sorted by now, and the address that it has otherwise. */
  sort: string
  path: string
  search: Readonly<Record<string, string | undefined>>
}

/** A heading that leads to the list sorted by it, and the other way round when it is already. */
export function SortHeading({ column, label, sort, path, search }: Props) {
  const direction = directionOf(sort, column)
  const next = direction === 'ascending' ? `-${column}` : column
  const Icon = direction === 'ascending' ? ArrowUp : ArrowDown
  return (
    <TableTh scope="col" aria-sort={direction}>
      <Link href={`${path}${queryOf({ ...search, sort: next })}`} className={styles.sort} scroll={false}>
        {label}
        {direction === 'none' ? null : <Icon size={14} strokeWidth={2} aria-hidden />}
      </Link>
    </TableTh>
  )
}
