import type { Place } from '@/lib/store/list-page'
import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'

/** Rows per piece: a hundred thousand rows pass in the memory of a thousand. */
const pageSize = 1_000

type Ask<Row, At> = (
  tx: OrganizationTransaction,
  page: { limit: number; after?: At | undefined },
) => Promise<{ rows: Row[]; more: boolean }>

/** A whole list as lines of a file, piece by piece, each read in a transaction of its own. `At` says where a row stands. */
export async function* eachPiece<Row extends { place: At }, At = Place>(
  organizationId: string,
  ask: Ask<Row, At>,
  cellsOf: (row: Row) => string[],
): AsyncGenerator<string[][]> {
  for (let after: At | undefined; ; ) {
    const page = { limit: pageSize, after }
    const { rows, more }: { rows: Row[]; more: boolean } = await inOrganization(organizationId, tx => ask(tx, page))
    yield rows.map(cellsOf)
    if (!more || rows.length === 0) return
    after = rows.at(-1)?.place
  }
}
