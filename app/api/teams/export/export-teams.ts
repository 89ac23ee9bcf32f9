import { csvStream } from '@/app/csv/csv-stream'
import { say } from '@/app/messages/say'
import type { Place } from '@/lib/store/list-page'
import { inOrganization } from '@/lib/store/organization'
import type { Team } from '@/lib/store/teams'
import { pageOfTeams, type TeamFilter, type TeamPlace } from '@/lib/store/teams-list'

type Export = { organizationId: string; filter: TeamFilter }
/** Rows per piece: a hundred thousand rows pass in the memory of a thousand. */
const pageSize = 1_000

/** The teams as CSV, by name. Each piece is read in a transaction of its own. */
export const exportTeams = (wanted: Export): ReadableStream<Uint8Array> =>
  csvStream(
    columns.map(column => say(`teamsExport.${column}`)),
    eachPiece(wanted),
  )

async function* eachPiece({ organizationId, filter }: Export): AsyncGenerator<string[][]> {
  for (let after: Place | undefined; ; ) {
    const page = { limit: pageSize, after }
    const { rows, more }: { rows: TeamPlace[]; more: boolean } = await inOrganization(organizationId, tx =>
      pageOfTeams(tx, filter, 'name', page),
    )
    yield rows.map(({ team }) => cellsOf(team))
    if (!more || rows.length === 0) return
    after = rows.at(-1)?.place
  }
}

const columns = [
  ...(['name', 'owner', 'members', 'externals', 'unmanaged', 'plan', 'paidUntil', 'status', 'management'] as const),
  ...(['lastActive', 'created', 'description'] as const),
]

function cellsOf(team: Team): string[] {
  return [
    team.name,
    team.ownerEmail,
    String(team.memberCount),
    String(team.externalCount),
    String(team.unmanagedCount),
    say(`planType.${team.planType}`),
    team.paid?.until ?? '',
    say(`teamStatus.${team.status}`),
    say(`teamManagement.${team.management}`),
    team.lastActiveAt?.toISOString() ?? '',
    team.createdAt.toISOString(),
    team.description,
  ]
}
