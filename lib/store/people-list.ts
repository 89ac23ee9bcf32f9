import { and, eq, inArray, isNotNull, type SQL, sql } from 'drizzle-orm'
import { accounts } from '@/db/schema/messenger'
import { type ManagedAccount, readManagedAccounts } from './accounts'
import { inReadingOrder, type PageAt, type Place, pageClauses, pageOf, readingIndexes } from './list-page'
import type { OrganizationTransaction } from './organization'

export const peopleStatuses = ['active', 'suspended', 'deactivated'] as const
export type PersonStatus = (typeof peopleStatuses)[number]
export const statusOf = ({ active, suspended }: Pick<ManagedAccount, 'active' | 'suspended'>): PersonStatus =>
  !active ? 'deactivated' : suspended ? 'suspended' : 'active'

export const peopleColumns = ['name', 'department', 'title', 'status', 'lastLoggedOn'] as const
type PeopleColumn = (typeof peopleColumns)[number]
export type PeopleSort = PeopleColumn | `-${PeopleColumn}`

/** Which of the managed people; what is absent does not narrow. */
export type PeopleFilter = {
  /** A part of the name, the address or the department, in any case. */
  query?: string | undefined
  status?: PersonStatus | undefined
  /** As `listDepartments` tells it: departments that begin with the same 64 characters are one. '' = without one. */
  department?: string | undefined
  connectorId?: string | undefined
  /** Only whoever has never signed in. */
  neverLoggedOn?: boolean | undefined
  /** Only these, or all but these. */
  only?: readonly string[] | undefined
  without?: readonly string[] | undefined
}
export type PersonPlace = { account: ManagedAccount; place: Place }

/** One page of the managed people, and whether there are more beyond it in the direction that was gone. */
export async function pageOfPeople(
  tx: OrganizationTransaction,
  filter: PeopleFilter,
  sort: PeopleSort,
  page: PageAt,
): Promise<{ rows: PersonPlace[]; more: boolean }> {
  const column = sort.replace('-', '') as PeopleColumn
  const { key, text, cast } = keys[column]
  const sortedBy = { key, cast, name: byName, id: sql`${accounts.id}`, descending: sort.startsWith('-') }
  const { where, order, limit } = pageClauses(sortedBy, page)
  await readingIndexes(tx)
  const found = await tx.execute<Place>(sql`
    select ${accounts.id} as id, ${accounts.nameKey} as name, ${text} as key from ${accounts}
    where ${matching(tx, filter)} and ${where} order by ${order} limit ${limit}`)
  const { rows: places, more } = pageOf([...found], page)
  const known = await readManagedAccounts(
    tx,
    places.map(({ id }) => id),
  )
  const rows = places.flatMap(place => {
    const account = known.get(place.id)
    return account ? [{ account, place }] : []
  })
  return { rows, more }
}

/** How many people match. */
export async function countPeople(tx: OrganizationTransaction, filter: PeopleFilter): Promise<number> {
  await readingIndexes(tx)
  const [row] = await tx.execute<{ people: number }>(
    sql`select count(*)::int as people from ${accounts} where ${matching(tx, filter)}`,
  )
  return row?.people ?? 0
}

/** The departments with the people in each, in reading order; at most so many. '' stands for those without one. */
export async function listDepartments(
  tx: OrganizationTransaction,
  limit: number,
): Promise<{ department: string; people: number }[]> {
  await readingIndexes(tx)
  return [
    ...(await tx.execute<{ department: string; people: number }>(sql`
      select department, people from (
        select ${accounts.departmentKey} as department, count(*)::int as people from ${accounts}
        where ${managed(tx)} group by 1 order by 2 desc, 1 limit ${limit}) found
      order by ${inReadingOrder(sql`department`)}`)),
  ]
}

const managed = (tx: OrganizationTransaction) =>
  and(eq(accounts.organizationId, tx.organizationId), isNotNull(accounts.connectorId))

function matching(tx: OrganizationTransaction, filter: PeopleFilter): SQL | undefined {
  const wanted = filter.query?.trim().toLowerCase()
  return and(
    managed(tx),
    wanted ? sql`position(${wanted} in ${accounts.searchKey}) > 0` : undefined,
    filter.status === undefined ? undefined : statusIs[filter.status],
    filter.department === undefined ? undefined : eq(accounts.departmentKey, filter.department),
    filter.connectorId === undefined ? undefined : eq(accounts.connectorId, filter.connectorId),
    filter.neverLoggedOn ? sql`${accounts.lastLoggedOnAt} is null` : undefined,
    filter.only === undefined ? undefined : inArray(accounts.id, [...filter.only]),
    filter.without?.length ? sql`${accounts.id} <> all(${`{${filter.without.join(',')}}`}::uuid[])` : undefined,
  )
}

const statusIs = {
  active: sql`${accounts.active} and not ${accounts.suspended}`,
  suspended: sql`${accounts.active} and ${accounts.suspended}`,
  deactivated: sql`not ${accounts.active}`,
}

const byName = inReadingOrder(sql`${accounts.nameKey}`)
const rank = sql`(case when not ${accounts.active} then 2 when ${accounts.suspended} then 1 else 0 end)`
const loggedOn = sql`coalesce(${accounts.lastLoggedOnAt}, '-infinity')`

/** What each column sorts by, the same as text, and what that text is read as. Who never signed in comes before all others. */
const keys: Record<PeopleColumn, { key: SQL; text: SQL; cast: SQL }> = {
  name: { key: byName, text: sql`${accounts.nameKey}`, cast: sql`text` },
  department: textKey(sql`${accounts.departmentKey}`),
  title: textKey(sql`${accounts.titleKey}`),
  status: { key: rank, text: sql`${rank}::text`, cast: sql`int` },
  lastLoggedOn: { key: loggedOn, text: sql`${loggedOn}::text`, cast: sql`timestamptz` },
}

function textKey(column: SQL) {
  return { key: inReadingOrder(column), text: column, cast: sql`text` }
}
