import { csvStream } from '@/app/csv/csv-stream'
import { eachPiece } from '@/app/csv/each-piece'
import { say } from '@/app/messages/say'
import { type Group, type GroupFilter, pageOfGroups } from '@/lib/store/groups'

/** The organizational groups or lists as CSV, by name. */
export const exportGroups = (organizationId: string, filter: GroupFilter): ReadableStream<Uint8Array> =>
  csvStream(
    columns.map(column => say(`groupExport.${column}`)),
    eachPiece(
      organizationId,
      (tx, page) => pageOfGroups(tx, filter, 'name', page),
      ({ group }) => cellsOf(group),
    ),
  )

const columns = [
  ...(['name', 'address', 'description', 'source', 'parent', 'people', 'inner', 'reached', 'anchor'] as const),
]

function cellsOf({ kind, name, address, description, source, parent, ...group }: Group): string[] {
  return [
    name,
    address ?? '',
    description ?? '',
    say(`groupList.sourceName.${source}`),
    parent?.name ?? '',
    String(group.people),
    String(group.inner),
    String(kind === 'list' ? group.effectiveMembers : group.people),
    group.anchor ?? '',
  ]
}
