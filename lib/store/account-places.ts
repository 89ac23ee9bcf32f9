import { type SQL, sql } from 'drizzle-orm'
import { accounts } from '@/db/schema/messenger'
import { inReadingOrder, type PageAt, type Place, pageClauses, pageOf, readingIndexes } from './list-page'
import type { OrganizationTransaction } from './organization'

/** What a column sorts by, the same as text, and what that text is read as. */
export type SortKey = { key: SQL; text: SQL; cast: SQL }

/** Where the accounts of one page stand, and whether there are more beyond it in the direction that was gone. */
export async function pageOfPlaces(
  tx: OrganizationTransaction,
  matching: SQL | undefined,
  { key, text, cast, descending }: SortKey & { descending: boolean },
  page: PageAt,
): Promise<{ rows: Place[]; more: boolean }> {
  const sortedBy = { key, cast, name: byName, id: sql`${accounts.id}`, descending }
  const { where, order, limit } = pageClauses(sortedBy, page)
  await readingIndexes(tx)
  const found = await tx.execute<Place>(sql`
    select ${accounts.id} as id, ${accounts.nameKey} as name, ${text} as key from ${accounts}
    where ${matching} and ${where} order by ${order} limit ${limit}`)
  return pageOf([...found], page)
}

/** How many accounts match. */
export async function countAccounts(tx: OrganizationTransaction, matching: SQL | undefined): Promise<number> {
  await readingIndexes(tx)
  const [row] = await tx.execute<{ accounts: number }>(
    sql`select count(*)::int as accounts from ${accounts} where ${matching}`,
  )
  return row?.accounts ?? 0
}

/** The rows that belong to places, in their order; who is gone meanwhile is left out. */
export function withPlaces<T>(places: readonly Place[], known: ReadonlyMap<string, T>): { account: T; place: Place }[] {
  return places.flatMap(place => {
    const account = known.get(place.id)
    return account ? [{ account, place }] : []
  })
}

const byName = inReadingOrder(sql`${accounts.nameKey}`)
export const textKey = (column: SQL): SortKey => ({ key: inReadingOrder(column), text: column, cast: sql`text` })
/** The key is the name itself: it stands there once, as in the index. */
export const nameKey: SortKey = { key: byName, text: sql`${accounts.nameKey}`, cast: sql`text` }
const loggedOn = sql`coalesce(${accounts.lastLoggedOnAt}, '-infinity')`
/** Who never signed in comes before all others. */
export const loggedOnKey: SortKey = { key: loggedOn, text: sql`${loggedOn}::text`, cast: sql`timestamptz` }
export const rankKey = (rank: SQL): SortKey => ({ key: rank, text: sql`${rank}::text`, cast: sql`int` })
