import { type SQL, sql } from 'drizzle-orm'
import type { OrganizationTransaction } from './organization'

/** Where a row stands in a list: what the list is sorted by, as text, then the name, then the id, which no two rows share. */
export type Place = { key: string; name: string; id: string }
/** A part of a list that begins after one row, or ends before one; without either its beginning. */
export type PageAt = { limit: number; after?: Place | undefined; before?: Place | undefined }

/** What people read is sorted as they expect it, in every language at once (Unicode's root collation). */
export const inReadingOrder = (text: SQL): SQL => sql`${text} collate "und-x-icu"`

/** As a text is compared with what somebody types: the database's own order knows capital letters of English alone. */
export const inSmallLetters = (text: SQL): SQL => sql`lower(${text} collate "und-x-icu")`

/** What a list is sorted by, the rows' names and their ids, with what a place's text is read as. */
export type SortedBy = { key: SQL; cast: SQL; name: SQL; id: SQL; descending: boolean }

/**
 * The condition, the order and the limit of one page. Equal keys stand in the order of names, and these in that of ids, so
 * that a row is never on two pages and never on none. A page that ends before a row is read backwards: turn it around.
 */
export function pageClauses({ key, cast, name, id, descending }: SortedBy, page: PageAt) {
  const place = page.before ?? page.after
  const down = descending !== (page.before !== undefined)
  const direction = down ? sql`desc` : sql`asc`
  // Sorted by names, the key is the name: it stands there once, as in the index.
  const columns = key === name ? [name, id] : [key, name, id]
  const from = place && [
    ...(key === name ? [] : [sql`${place.key}::${cast}`]),
    ...[sql`${place.name}::text`, sql`${place.id}::uuid`],
  ]
  return {
    where: from ? sql`(${listed(columns)}) ${down ? sql`<` : sql`>`} (${listed(from)})` : sql`true`,
    order: listed(columns.map(column => sql`${column} ${direction}`)),
    limit: sql`${page.limit + 1}`,
  }
}

const listed = (parts: SQL[]): SQL => sql.join(parts, sql`, `)

/** Of the rows that were read, one more than asked for, those of the page in its order, and whether there are more beyond. */
export function pageOf<T>(rows: readonly T[], { limit, before }: PageAt): { rows: T[]; more: boolean } {
  const kept = rows.slice(0, limit)
  return { rows: before ? kept.toReversed() : kept, more: rows.length > limit }
}

/** An index that holds all a list needs is narrow and read whole: for the rest of the transaction it is the better way. */
export async function readingIndexes(tx: OrganizationTransaction): Promise<void> {
  await tx.execute(sql`select set_config('random_page_cost', '1.1', true), set_config('jit', 'off', true)`)
}

/** Which rows of a list a selection means: only these, all but these, or every row. */
export type Chosen = { only?: readonly string[] | undefined; without?: readonly string[] | undefined }
export const chosen = (id: SQL, { only, without }: Chosen): SQL[] => [
  ...(only === undefined ? [] : [sql`${id} = any(${`{${only.join(',')}}`}::uuid[])`]),
  ...(without?.length ? [sql`${id} <> all(${`{${without.join(',')}}`}::uuid[])`] : []),
]
