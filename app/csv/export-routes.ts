import { selectedRows } from '@/app/lists/selected-rows'
import type { Admin } from '@/lib/access/admin'
import { adminRoute } from '@/lib/access/doors'
import { recordAudit } from '@/lib/audit/record'
import type { Chosen } from '@/lib/store/list-page'
import { inOrganization } from '@/lib/store/organization'
import { csvAnswer } from './csv-stream'

type Parameters = Record<string, string | string[] | undefined>

/** A list that can be taken along. */
export type Exported<F extends Chosen> = {
  /** For the record: `people.exported`. */
  event: string
  /** Of what: `people`. */
  kind: string
  /** What an address asks for; null = it is none of this list. */
  searched: (request: Request, params: Parameters) => F | null
  file: (organizationId: string, filter: F) => ReadableStream<Uint8Array>
  name: (filter: F) => string
}

/** Answers a list as CSV: all that matches, or of what is selected only these, or all that match but these. */
export function exportRoutes<F extends Chosen>(exported: Exported<F>) {
  const GET = adminRoute<Parameters>('enrollment.read', async (request, admin, params) => {
    const filter = exported.searched(request, params)
    return filter ? answer(exported, admin, filter) : refused(404, 'list-unknown')
  })
  const POST = adminRoute<Parameters>('enrollment.read', async (request, admin, params) => {
    const filter = exported.searched(request, params)
    if (!filter) return refused(404, 'list-unknown')
    const selected = await selectedRows(request)
    return selected ? answer(exported, admin, { ...filter, ...selected }) : refused(400, 'input-invalid')
  })
  return { GET, POST }
}

const refused = (status: number, code: string): Response => Response.json({ code }, { status })

/** Who took rows along, and which, is recorded before the first byte. */
async function answer<F extends Chosen>(
  { event, kind, file, name }: Exported<F>,
  { organizationId, administratorId }: Admin,
  filter: F,
): Promise<Response> {
  const { only, without, ...asked } = filter
  await inOrganization(organizationId, tx =>
    recordAudit(tx, {
      actor: { kind: 'administrator', id: administratorId },
      event,
      target: { kind, id: organizationId },
      details: { ...asked, ...(only ? { only: only.length } : {}), ...(without ? { without: without.length } : {}) },
    }),
  )
  return csvAnswer(file(organizationId, filter), name(filter))
}
