import { filterOf, GroupSearch } from '@/app/(console)/users/groups-search'
import { exportRoutes } from '@/app/csv/export-routes'
import { say } from '@/app/messages/say'
import { exportGroups } from './export-groups'

const kinds = { lists: 'list', groups: 'organizational-group' } as const

/** The lists or the organizational groups that an address asks for, as CSV. */
const routes = exportRoutes({
  event: 'groups.exported',
  kind: 'groups',
  searched: (request, { kind }) =>
    kind === 'lists' || kind === 'groups'
      ? filterOf(kinds[kind], GroupSearch.parse(Object.fromEntries(new URL(request.url).searchParams)))
      : null,
  file: exportGroups,
  name: ({ kind }) => say(kind === 'list' ? 'groupExport.listFile' : 'groupExport.groupFile'),
})
export const GET = routes.GET
export const POST = routes.POST
