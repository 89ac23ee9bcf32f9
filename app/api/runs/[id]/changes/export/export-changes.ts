import { byteOrderMark, csvRow } from '@/app/csv/csv-row'
import { say } from '@/app/messages/say'
import { type ChangeFilter, readChangesAfter } from '@/lib/store/changes-list'
import { inOrganization } from '@/lib/store/organization'
import { type ChangeLine, changeLine } from '../change-line'
import { namesOf } from '../names-of'

type Export = { organizationId: string; runId: string; filter: ChangeFilter }
/** Rows per piece: a hundred thousand rows pass in the memory of a thousand. */
const pageSize = 1_000

/** A plan's rows as CSV, piece by piece, as fast as they are taken. Each piece is read in a transaction of its own. */
export function exportChanges(wanted: Export): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const pieces = eachPiece(wanted)
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await pieces.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    async cancel() {
      await pieces.return(undefined)
    },
  })
}

async function* eachPiece({ organizationId, runId, filter }: Export): AsyncGenerator<string, undefined> {
  yield `${byteOrderMark}${csvRow(columns.map(column => say(`export.${column}`)))}`
  for (let after: Awaited<ReturnType<typeof readChangesAfter>>[number] | null = null; ; ) {
    const from = after
    const { rows, lines } = await inOrganization(organizationId, async tx => {
      const found = await readChangesAfter(tx, runId, filter, { after: from, limit: pageSize })
      const names = await namesOf(tx, runId, found)
      return { rows: found, lines: found.map(row => csvRow(cellsOf(changeLine(row, names)))) }
    })
    if (lines.length > 0) yield lines.join('')
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
