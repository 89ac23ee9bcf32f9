import { filterOf, TeamSearch } from '@/app/(console)/teams/team-search'
import { csvAnswer } from '@/app/csv/csv-stream'
import { selectedRows } from '@/app/lists/selected-rows'
import { say } from '@/app/messages/say'
import type { Admin } from '@/lib/access/admin'
import { adminRoute } from '@/lib/access/doors'
import { recordAudit } from '@/lib/audit/record'
import { inOrganization } from '@/lib/store/organization'
import type { TeamFilter } from '@/lib/store/teams-list'
import { exportTeams } from './export-teams'

function searched(request: Request): TeamFilter {
  const asked = Object.fromEntries(new URL(request.url).searchParams)
  return filterOf(asked.managed === 'yes', TeamSearch.parse(asked))
}

/** The teams that an address asks for, as CSV: `managed=yes` those that the organization manages, else the others. */
export const GET = adminRoute('enrollment.read', (request, admin) => answer(admin, searched(request)))

/** The same of what is selected: only these, or all that match but these. */
export const POST = adminRoute('enrollment.read', async (request, admin) => {
  const selected = await selectedRows(request)
  if (!selected) return Response.json({ code: 'input-invalid' }, { status: 400 })
  return answer(admin, { ...searched(request), ...selected })
})

/** Who took teams along, and which, is recorded before the first byte. */
async function answer({ organizationId, administratorId }: Admin, filter: TeamFilter): Promise<Response> {
  const { only, without, ...asked } = filter
  await inOrganization(organizationId, tx =>
    recordAudit(tx, {
      actor: { kind: 'administrator', id: administratorId },
      event: 'teams.exported',
      target: { kind: 'teams', id: organizationId },
      details: { ...asked, ...(only ? { only: only.length } : {}), ...(without ? { without: without.length } : {}) },
    }),
  )
  return csvAnswer(exportTeams({ organizationId, filter }), say('teamsExport.file'))
}
