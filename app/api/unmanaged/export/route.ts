import { filterOf, UnmanagedSearch } from '@/app/(console)/users/unmanaged/unmanaged-search'
import { exportRoutes } from '@/app/csv/export-routes'
import { say } from '@/app/messages/say'
import { exportUnmanaged } from './export-unmanaged'

/** The unmanaged people whom an address asks for, as CSV. */
const routes = exportRoutes({
  event: 'unmanaged.exported',
  kind: 'people',
  searched: request => filterOf(UnmanagedSearch.parse(Object.fromEntries(new URL(request.url).searchParams))),
  file: exportUnmanaged,
  name: () => say('unmanagedExport.file'),
})
export const GET = routes.GET
export const POST = routes.POST
