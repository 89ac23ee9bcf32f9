import { filterOf, UnmanagedSearch } from '@/app/(console)/users/unmanaged/unmanaged-search'
import { csvAnswer } from '@/app/csv/csv-stream'
import { selectedRows } from '@/app/lists/selected-rows'
import { say } from '@/app/messages/say'
import type { Admin } from '@/lib/access/admin'
import { adminRoute } from '@/lib/access/doors'
import { recordAudit } from '@/lib/audit/record'
import { inOrganization } from '@/lib/store/organization'
import type { UnmanagedFilter } from '@/lib/store/unmanaged-list'
import { exportUnmanaged } from './export-unmanaged'

const searched = (request: Request): UnmanagedFilter =>
  filterOf(UnmanagedSearch.parse(Object.fromEntries(new URL(request.url).searchParams)))

/** The unmanaged people whom an address asks for, as CSV. */
export const GET = adminRoute('enrollment.read', (request, admin) => answer(admin, searched(request)))

/** The same of what is selected: only these, or all who match but these. */
export const POST = adminRoute('enrollment.read', async (request, admin) => {
  const selected = await selectedRows(request)
  if (!selected) return Response.json({ code: 'input-invalid' }, { status: 400 })
  return answer(admin, { ...searched(request), ...selected })
})

/** Who took people along, and which, is recorded before the first byte. */
async function answer({ organizationId, administratorId }: Admin, filter: UnmanagedFilter): Promise<Response> {
  const { only, without, ...asked } = filter
  await inOrganization(organizationId, tx =>
    recordAudit(tx, {
      actor: { kind: 'administrator', id: administratorId },
      event: 'unmanaged.exported',
      target: { kind: 'people', id: organizationId },
      details: { ...asked, ...(only ? { only: only.length } : {}), ...(without ? { without: without.length } : {}) },
    }),
  )
  return csvAnswer(exportUnmanaged(organizationId, filter), say('unmanagedExport.file'))
}
