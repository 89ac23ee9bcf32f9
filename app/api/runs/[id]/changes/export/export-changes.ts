import { csvStream } from '@/app/csv/csv-stream'
import { say } from '@/app/messages/say'
import { type ChangeFilter, readChangesAfter } from '@/lib/store/changes-list'
import { inOrganization } from '@/lib/store/organization'
import { type ChangeLine, changeLine } from '../change-line'
import { namesOf } from '../names-of'

type Export = { organizationId: string; runId: string; filter: ChangeFilter }
/** Rows per piece: a hundred thousand rows pass in the memory of a thousand. */
const pageSize = 1_000

/** A plan's rows as CSV. Each piece is read in a transaction of its own. */
export const exportChanges = (wanted: Export): ReadableStream<Uint8Array> =>
  csvStream(
    columns.map(column => say(`export.${column}`)),
    eachPiece(wanted),
  )

async function* eachPiece({ organizationId, runId, filter }: Export): AsyncGenerator<string[][]> {
  for (let after: Awaited<ReturnType<typeof readChangesAfter>>[number] | null = null; ; ) {
    const from = after
    const { rows, lines } = await inOrganization(organizationId, async tx => {
      const found = await readChangesAfter(tx, runId, filter, { after: from, limit: pageSize })
      const names = await namesOf(tx, runId, found)
      return { rows: found, lines: found.map(row => cellsOf(changeLine(row, names))) }
    })
    yield lines
    if (rows.length < pageSize) return
    after = rows.at(-1) ?? null
  }
}

const columns = ['anchor', 'person', 'email', 'unit', 'change', 'state', 'reason', 'problems', 'values'] as const

const cellsOf = (line: ChangeLine): string[] => [
  line.anchor,
  line.person,
  line.email ?? '',
  line.unit ?? '',
  line.kindText,
  line.stateText ?? '',
  line.reason,
  line.problems.join(' '),
  line.differences.map(({ field, before, after }) => `${field}: ${before ?? ''} → ${after ?? ''}`).join('; '),
]
