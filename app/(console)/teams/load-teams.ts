import { readPage } from '@/app/lists/read-page'
import type { Admin } from '@/lib/access/admin'
import { inOrganization } from '@/lib/store/organization'
import { listSavedViews } from '@/lib/store/saved-views'
import { countTeams, pageOfTeams } from '@/lib/store/teams-list'
import { filterOf, TeamSearch } from './team-search'

export type TeamsQuery = Record<string, string | undefined>
const lists = { managed: 'managed-teams', unmanaged: 'unmanaged-teams' } as const
export type TeamsList = keyof typeof lists

/** One page of the managed or the unmanaged teams as the address asks for it. */
export async function loadTeams({ organizationId, administratorId }: Admin, which: TeamsList, asked: TeamsQuery) {
  const search = TeamSearch.parse(asked)
  const filter = filterOf(which === 'managed', search)
  const list = lists[which]
  const found = await inOrganization(organizationId, async tx => ({
    page: await readPage(asked, page => pageOfTeams(tx, filter, search.sort ?? 'name', page)),
    total: await countTeams(tx, filter),
    views: await listSavedViews(tx, { list, owner: administratorId }),
  }))
  return { ...found, search, list }
}
