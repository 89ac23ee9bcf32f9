import * as z from 'zod'
import { csvAnswer } from '@/app/csv/csv-stream'
import { say } from '@/app/messages/say'
import { adminRoute } from '@/lib/access/doors'
import { recordAudit } from '@/lib/audit/record'
import { inOrganization } from '@/lib/store/organization'
import { readRun } from '@/lib/store/runs'
import { FilterQuery, filterOf } from '../change-filter'
import { exportChanges } from './export-changes'

/** The rows of a plan that an address asks for, as CSV. Who took them along is recorded before the first byte. */
export const GET = adminRoute<{ id: string }>('enrollment.read', async (request, admin, { id }) => {
  if (!z.uuid().safeParse(id).success) return unknown()
  const asked = FilterQuery.parse(Object.fromEntries(new URL(request.url).searchParams))
  const filter = filterOf(asked)
  const run = await inOrganization(admin.organizationId, async tx => {
    const found = await readRun(tx, id)
    if (found)
      await recordAudit(tx, {
        actor: { kind: 'administrator', id: admin.administratorId },
        event: 'run.exported',
        target: { kind: 'run', id },
        runId: id,
        connectorVersion: found.connectorVersion,
        details: { number: found.number, ...asked },
      })
    return found
  })
  if (!run) return unknown()
  const file = exportChanges({ organizationId: admin.organizationId, runId: id, filter })
  return csvAnswer(file, say('export.file', { number: String(run.number) }))
})

const unknown = () => Response.json({ code: 'run-unknown' }, { status: 404 })
