import { filterOf, TeamSearch } from '@/app/(console)/teams/team-search'
import { exportRoutes } from '@/app/csv/export-routes'
import { say } from '@/app/messages/say'
import { exportTeams } from './export-teams'

/** The teams that an address asks for, as CSV: `managed=yes` those that the organization manages, else the others. */
const routes = exportRoutes({
  event: 'teams.exported',
  kind: 'teams',
  searched: request => {
    const asked = Object.fromEntries(new URL(request.url).searchParams)
    return filterOf(asked.managed === 'yes', TeamSearch.parse(asked))
  },
  file: (organizationId, filter) => exportTeams({ organizationId, filter }),
  name: () => say('teamsExport.file'),
})
export const GET = routes.GET
export const POST = routes.POST
