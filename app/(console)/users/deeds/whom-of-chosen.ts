import { type Chosen, searchOfChosen } from '@/app/lists/chosen'
import type { Whom } from '@/lib/store/review-choice'
import { filterOf as managedFilter, PeopleSearch } from '../managed/people-search'
import { UnmanagedSearch, filterOf as unmanagedFilter } from '../unmanaged/unmanaged-search'

export function whomOfChosen(chosen: Chosen): Whom {
  const { list, only, without } = chosen
  const search = searchOfChosen(chosen)
  return list === 'managed'
    ? { list, filter: { ...managedFilter(PeopleSearch.parse(search)), only, without } }
    : { list, filter: { ...unmanagedFilter(UnmanagedSearch.parse(search)), only, without } }
}
