import type { PageAt, Place } from '@/lib/store/list-page'
import { readCursor } from './list-cursor'

/** How many rows a page of a list has. */
export const rowsPerPage = 50

export type ListPage<Row> = {
  rows: Row[]
  position: number
  before: boolean
  after: boolean
}

type Ask<Row> = (page: PageAt) => Promise<{ rows: Row[]; more: boolean }>
type Asked = { after?: string | undefined; before?: string | undefined }

/** The page that an address names, and whether there are others around it. Before the first row there is the first page. */
export async function readPage<Row extends { place: Place }>(asked: Asked, ask: Ask<Row>): Promise<ListPage<Row>> {
  const [after, before] = [readCursor(asked.after), readCursor(asked.before)]
  if (before) {
    const { rows, more } = await ask({ limit: rowsPerPage, before: before.place })
    if (more) return { rows, position: Math.max(0, before.position - rows.length), before: true, after: true }
  }
  const { rows, more } = await ask({ limit: rowsPerPage, ...(after && !before ? { after: after.place } : {}) })
  return { rows, position: before ? 0 : (after?.position ?? 0), before: after !== null && !before, after: more }
}
