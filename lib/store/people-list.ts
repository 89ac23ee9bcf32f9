import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import { accounts } from '@/db/schema/messenger'
import {
  countAccounts,
  loggedOnKey,
  nameKey,
  pageOfPlaces,
  rankKey,
  type SortKey,
  textKey,
  withPlaces,
} from './account-places'
import { type ManagedAccount, readManagedAccounts } from './accounts'
import { type Chosen, chosen, inReadingOrder, type PageAt, type Place, readingIndexes } from './list-page'
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
  /** Only whom an administrator manages and no connector keeps in step. */
  notInDirectory?: boolean | undefined
  /** Only whoever has never signed in. */
  neverLoggedOn?: boolean | undefined
} & Chosen
export type PersonPlace = { account: ManagedAccount; place: Place }

/** One page of the managed people, and whether there are more beyond it in the direction that was gone. */
export async function pageOfPeople(
  tx: OrganizationTransaction,
  filter: PeopleFilter,
  sort: PeopleSort,
  page: PageAt,
): Promise<{ rows: PersonPlace[]; more: boolean }> {
  const column = sort.replace('-', '') as PeopleColumn
  const by = { ...keys[column], descending: sort.startsWith('-') }
  const { rows: places, more } = await pageOfPlaces(tx, peopleMatching(tx, filter), by, page)
  const known = await readManagedAccounts(
    tx,
    places.map(({ id }) => id),
  )
  return { rows: withPlaces(places, known), more }
}

/** How many people match. */
export const countPeople = (tx: OrganizationTransaction, filter: PeopleFilter): Promise<number> =>
  countAccounts(tx, peopleMatching(tx, filter))

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
  and(eq(accounts.organizationId, tx.organizationId), eq(accounts.managed, true))

export function peopleMatching(tx: OrganizationTransaction, filter: PeopleFilter): SQL | undefined {
  const wanted = filter.query?.trim().toLowerCase()
  return and(
    managed(tx),
    wanted ? sql`position(${wanted} in ${accounts.searchKey}) > 0` : undefined,
    filter.status === undefined ? undefined : statusIs[filter.status],
    filter.department === undefined ? undefined : eq(accounts.departmentKey, filter.department),
    filter.connectorId === undefined ? undefined : eq(accounts.connectorId, filter.connectorId),
    filter.notInDirectory ? isNull(accounts.connectorId) : undefined,
    filter.neverLoggedOn ? sql`${accounts.lastLoggedOnAt} is null` : undefined,
    ...chosen(sql`${accounts.id}`, filter),
  )
}

const statusIs = {
  active: sql`${accounts.active} and not ${accounts.suspended}`,
  suspended: sql`${accounts.active} and ${accounts.suspended}`,
  deactivated: sql`not ${accounts.active}`,
}

const rank = sql`(case when not ${accounts.active} then 2 when ${accounts.suspended} then 1 else 0 end)`

const keys: Record<PeopleColumn, SortKey> = {
  name: nameKey,
  department: textKey(sql`${accounts.departmentKey}`),
  title: textKey(sql`${accounts.titleKey}`),
  status: rankKey(rank),
  lastLoggedOn: loggedOnKey,
}
