import { auditLine } from '@/app/(console)/audit/audit-line'
import { AuditSearch, filterOf } from '@/app/(console)/audit/audit-search'
import { csvAnswer, csvStream } from '@/app/csv/csv-stream'
import { eachPiece } from '@/app/csv/each-piece'
import { say } from '@/app/messages/say'
import { adminRoute } from '@/lib/access/doors'
import { recordAudit } from '@/lib/audit/record'
import { type AuditEntry, type AuditPlace, pageOfAudit } from '@/lib/store/audit-list'
import { inOrganization } from '@/lib/store/organization'
import { readOrganization } from '@/lib/store/organizations'

const columns = ['at', 'actor', 'who', 'event', 'what', 'whom', 'run', 'reason', 'details'] as const

/** The entries that an address asks for as CSV, the newest first. Who took them along is an entry itself. */
export const GET = adminRoute('enrollment.audit.read', async (request, { organizationId, administratorId: id }) => {
  const search = AuditSearch.parse(Object.fromEntries(new URL(request.url).searchParams))
  const timeZone = await inOrganization(organizationId, async tx => {
    await recordAudit(tx, {
      actor: { kind: 'administrator', id },
      event: 'organization.record-exported',
      target: { kind: 'organization', id: organizationId },
      details: { ...search },
    })
    return (await readOrganization(tx))?.timeZone ?? 'UTC'
  })
  const filter = filterOf(search, timeZone)
  const pieces = eachPiece<AuditEntry, AuditPlace>(
    organizationId,
    (tx, page) => pageOfAudit(tx, filter, page),
    entry => cellsOf(entry, timeZone),
  )
  return csvAnswer(
    csvStream(
      columns.map(column => say(`audit.column.${column}`)),
      pieces,
    ),
    say('audit.file'),
  )
})

function cellsOf(entry: AuditEntry, timeZone: string): string[] {
  const { who, what, whom, reason } = auditLine(entry, timeZone)
  const run = entry.run === null ? '' : String(entry.run)
  return [entry.at.toISOString(), entry.actorKind, who, entry.event, what, whom, run, reason ?? '', entry.details]
}
