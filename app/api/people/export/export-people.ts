import { csvStream } from '@/app/csv/csv-stream'
import { eachPiece } from '@/app/csv/each-piece'
import { say } from '@/app/messages/say'
import type { ManagedAccount } from '@/lib/store/accounts'
import { type PeopleFilter, pageOfPeople, statusOf } from '@/lib/store/people-list'

type Export = { organizationId: string; filter: PeopleFilter }

/** The people as CSV, by name. */
export const exportPeople = ({ organizationId, filter }: Export): ReadableStream<Uint8Array> =>
  csvStream(
    columns.map(column => say(`peopleExport.${column}`)),
    eachPiece(
      organizationId,
      (tx, page) => pageOfPeople(tx, filter, 'name', page),
      ({ account }) => cellsOf(account),
    ),
  )

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
    anchor ?? '',
  ]
}
