import * as z from 'zod'
import type { TeamFilter } from '@/lib/store/teams-list'
import { filterOf, TeamSearch } from '../team-search'

const Ids = z.array(z.uuid()).max(10_000)

/** Which teams somebody selected of a list: these, or all that match its filter but these. */
export const Chosen = z.object({
  list: z.enum(['managed', 'unmanaged']),
  /** The query part of the list's address. */
  filter: z.string().max(2_000),
  only: Ids.optional(),
  without: Ids.optional(),
})
export type Chosen = z.infer<typeof Chosen>

export function filterOfChosen({ list, filter, only, without }: Chosen): TeamFilter {
  // What was chosen one by one stays chosen, whatever the list is narrowed to afterwards.
  const search = only ? {} : Object.fromEntries(new URLSearchParams(filter))
  return { ...filterOf(list === 'managed', TeamSearch.parse(search)), only, without }
}
