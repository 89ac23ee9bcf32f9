import { type Chosen, searchOfChosen } from '@/app/lists/chosen'
import type { TeamFilter } from '@/lib/store/teams-list'
import { filterOf, TeamSearch } from '../team-search'

export function filterOfChosen(chosen: Chosen): TeamFilter {
  const { list, only, without } = chosen
  return { ...filterOf(list === 'managed', TeamSearch.parse(searchOfChosen(chosen))), only, without }
}
