import { filterOf, PeopleSearch } from '@/app/(console)/users/managed/people-search'
import { exportRoutes } from '@/app/csv/export-routes'
import { say } from '@/app/messages/say'
import { exportPeople } from './export-people'

/** The managed people whom an address asks for, as CSV. */
const routes = exportRoutes({
  event: 'people.exported',
  kind: 'people',
  searched: request => filterOf(PeopleSearch.parse(Object.fromEntries(new URL(request.url).searchParams))),
  file: (organizationId, filter) => exportPeople({ organizationId, filter }),
  name: () => say('peopleExport.file'),
})
export const GET = routes.GET
export const POST = routes.POST
