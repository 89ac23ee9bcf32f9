import { csvStream } from '@/app/csv/csv-stream'
import { say } from '@/app/messages/say'
import type { ManagedAccount } from '@/lib/store/accounts'
import type { Place } from '@/lib/store/list-page'
import { inOrganization } from '@/lib/store/organization'
import { type PeopleFilter, type PersonPlace, pageOfPeople, statusOf } from '@/lib/store/people-list'

type Export = { organizationId: string; filter: PeopleFilter }
/** Rows per piece: a hundred thousand rows pass in the memory of a thousand. */
const pageSize = 1_000

/** The people as CSV, by name. Each piece is read in a transaction of its own. */
export const exportPeople = (wanted: Export): ReadableStream<Uint8Array> =>
  csvStream(
    columns.map(column => say(`peopleExport.${column}`)),
    eachPiece(wanted),
  )

async function* eachPiece({ organizationId, filter }: Export): AsyncGenerator<string[][]> {
  for (let after: Place | undefined; ; ) {
    const page = { limit: pageSize, after }
    const { rows, more }: { rows: PersonPlace[]; more: boolean } = await inOrganization(organizationId, tx =>
      pageOfPeople(tx, filter, 'name', page),
    )
    yield rows.map(({ account }) => cellsOf(account))
    if (!more || rows.length === 0) return
    after = rows.at(-1)?.place
  }
}

const columns = ['name', 'email', 'department', 'title', 'status', 'lastLoggedOn', 'unit', 'anchor'] as const

function cellsOf(account: ManagedAccount): string[] {
  const { attributes, lastLoggedOnAt, unit, anchor } = account
  return [
    attributes.displayName ?? '',
    attributes.email ?? '',
    attributes.department ?? '',
    attributes.title ?? '',
    say(`accountStatus.${statusOf(account)}`),
    lastLoggedOnAt?.toISOString() ?? '',
    unit ?? '',
    anchor,
  ]
}
