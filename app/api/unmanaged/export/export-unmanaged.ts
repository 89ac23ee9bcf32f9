import { csvStream } from '@/app/csv/csv-stream'
import { eachPiece } from '@/app/csv/each-piece'
import { say } from '@/app/messages/say'
import type { UnmanagedAccount } from '@/lib/store/unmanaged-accounts'
import { pageOfUnmanaged, type UnmanagedFilter } from '@/lib/store/unmanaged-list'

/** The unmanaged people as CSV, by name. */
export const exportUnmanaged = (organizationId: string, filter: UnmanagedFilter): ReadableStream<Uint8Array> =>
  csvStream(
    columns.map(column => say(`unmanagedExport.${column}`)),
    eachPiece(
      organizationId,
      (tx, page) => pageOfUnmanaged(tx, filter, 'name', page),
      ({ account }) => cellsOf(account),
    ),
  )

const columns = [
  ...(['name', 'email', 'status', 'directory', 'person', 'plan', 'review', 'lastActive', 'invitedBy'] as const),
]

function cellsOf(account: UnmanagedAccount): string[] {
  const { name, email, status, directory, match, plan, review, lastActiveAt, invitedBy } = account
  return [
    name,
    email,
    say(`unmanaged.status_.${status}`),
    say(`unmanaged.directory_.${directory}`),
    match?.displayName ?? '',
    say(`unmanaged.plan_.${status === 'not-active' ? 'none' : plan}`),
    say(`unmanaged.review_.${review}`),
    lastActiveAt?.toISOString() ?? '',
    invitedBy ?? '',
  ]
}
