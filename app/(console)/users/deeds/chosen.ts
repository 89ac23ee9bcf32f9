import * as z from 'zod'
import type { Whom } from '@/lib/store/review-choice'
import { filterOf as managedFilter, PeopleSearch } from '../managed/people-search'
import { UnmanagedSearch, filterOf as unmanagedFilter } from '../unmanaged/unmanaged-search'

const Ids = z.array(z.uuid()).max(10_000)

/** Whom somebody selected of a list: these, or all that match its filter but these. */
export const Chosen = z.object({
  list: z.enum(['managed', 'unmanaged']),
  /** The query part of the list's address. */
  filter: z.string().max(2_000),
  only: Ids.optional(),
  without: Ids.optional(),
})
export type Chosen = z.infer<typeof Chosen>

export function whomOf({ list, filter, only, without }: Chosen): Whom {
  // Who was chosen one by one stays chosen, whatever the list is narrowed to afterwards.
  const search = only ? {} : Object.fromEntries(new URLSearchParams(filter))
  const chosen = { only, without }
  return list === 'managed'
    ? { list, filter: { ...managedFilter(PeopleSearch.parse(search)), ...chosen } }
    : { list, filter: { ...unmanagedFilter(UnmanagedSearch.parse(search)), ...chosen } }
}
