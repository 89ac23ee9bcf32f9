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
import { type Chosen, chosen, type PageAt, type Place, readingIndexes } from './list-page'
import type { OrganizationTransaction } from './organization'
import { isUnmanaged } from './unmanaged'
import { readUnmanagedAccounts, type UnmanagedAccount } from './unmanaged-accounts'

export const unmanagedStatuses = ['active', 'not-active', 'suspended', 'deactivated'] as const
export type UnmanagedStatus = (typeof unmanagedStatuses)[number]
export const directoryViews = [
  'in-scope',
  'look-alike',
  'out-of-scope',
  'excluded',
  'disabled',
  'not-found',
  'not-compared',
] as const
export type DirectoryView = (typeof directoryViews)[number]
export const plans = ['free', 'premium', 'premium-subscription'] as const
export type Plan = (typeof plans)[number]
export const reviews = ['not-asked', 'asked', 'declined', 'expired', 'left-apart'] as const
export type Review = (typeof reviews)[number]
export const unmanagedColumns = ['name', 'email', 'status', 'directory', 'plan', 'lastActive'] as const
type UnmanagedColumn = (typeof unmanagedColumns)[number]
export type UnmanagedSort = UnmanagedColumn | `-${UnmanagedColumn}`

/** Which of the unmanaged people; what is absent does not narrow. */
export type UnmanagedFilter = {
  /** A part of the name or the address, in any case. */
  query?: string | undefined
  status?: UnmanagedStatus | undefined
  directory?: DirectoryView | undefined
  plan?: Plan | undefined
  review?: Review | undefined
  domain?: string | undefined
  /** Not since so many days; 0 = never at all. */
  idleDays?: number | undefined
} & Chosen

/** One page of the unmanaged people, and whether there are more beyond it in the direction that was gone. */
export async function pageOfUnmanaged(
  tx: OrganizationTransaction,
  filter: UnmanagedFilter,
  sort: UnmanagedSort,
  page: PageAt,
): Promise<{ rows: { account: UnmanagedAccount; place: Place }[]; more: boolean }> {
  const column = sort.replace('-', '') as UnmanagedColumn
  const by = { ...keys[column], descending: sort.startsWith('-') }
  const { rows: places, more } = await pageOfPlaces(tx, unmanagedMatching(tx, filter), by, page)
  const ids = places.map(({ id }) => id)
  return { rows: withPlaces(places, await readUnmanagedAccounts(tx, ids)), more }
}

export const countUnmanaged = (tx: OrganizationTransaction, filter: UnmanagedFilter = {}): Promise<number> =>
  countAccounts(tx, unmanagedMatching(tx, filter))

/** How many there are of each review state, for the tabs above the list. */
export async function countReviews(tx: OrganizationTransaction): Promise<Record<Review, number>> {
  await readingIndexes(tx)
  const rows = await tx.execute<{ review: Review | null; people: number }>(sql`
    select ${accounts.review} as review, count(*)::int as people from ${accounts}
    where ${isUnmanaged(tx)} group by ${accounts.review}`)
  const counted = new Map(rows.map(({ review, people }) => [review ?? 'not-asked', people]))
  return Object.fromEntries(reviews.map(review => [review, counted.get(review) ?? 0])) as Record<Review, number>
}

export function unmanagedMatching(tx: OrganizationTransaction, filter: UnmanagedFilter): SQL | undefined {
  const { query, status, directory, plan, review, domain, idleDays } = filter
  const wanted = query?.trim().toLowerCase()
  return and(
    isUnmanaged(tx),
    wanted ? sql`position(${wanted} in ${accounts.searchKey}) > 0` : undefined,
    status === undefined ? undefined : statusIs[status],
    directory === undefined
      ? undefined
      : directory === 'not-compared'
        ? isNull(accounts.directoryMatch)
        : eq(accounts.directoryMatch, directory),
    plan === undefined ? undefined : eq(accounts.plan, plan),
    review === undefined ? undefined : review === 'not-asked' ? isNull(accounts.review) : eq(accounts.review, review),
    domain === undefined ? undefined : eq(accounts.emailDomain, domain),
    idleDays === undefined ? undefined : idleSince(idleDays),
    ...chosen(sql`${accounts.id}`, filter),
  )
}

const idleSince = (days: number): SQL =>
  days === 0
    ? sql`${accounts.lastLoggedOnAt} is null`
    : sql`(${accounts.lastLoggedOnAt} is null or ${accounts.lastLoggedOnAt} < now() - make_interval(days => ${days}))`

const statusIs: Record<UnmanagedStatus, SQL> = {
  active: sql`${accounts.registered} and ${accounts.active} and not ${accounts.suspended}`,
  'not-active': sql`not ${accounts.registered}`,
  suspended: sql`${accounts.registered} and ${accounts.active} and ${accounts.suspended}`,
  deactivated: sql`${accounts.registered} and not ${accounts.active}`,
}
const statusRank = sql`(case when not ${accounts.registered} then 1 when not ${accounts.active} then 3
  when ${accounts.suspended} then 2 else 0 end)`
/** Those whom an administrator can bring in at once come first. */
const directoryRank = sql`(case ${accounts.directoryMatch} when 'in-scope' then 0 when 'look-alike' then 1
  when 'out-of-scope' then 2 when 'excluded' then 3 when 'disabled' then 4 when 'not-found' then 5 else 6 end)`
const planRank = sql`(case when not ${accounts.registered} then 0 when ${accounts.plan} = 'free' then 1
  when ${accounts.plan} = 'premium' then 2 else 3 end)`

const keys: Record<UnmanagedColumn, SortKey> = {
  name: nameKey,
  email: textKey(sql`${accounts.emailKey}`),
  status: rankKey(statusRank),
  directory: rankKey(directoryRank),
  plan: rankKey(planRank),
  lastActive: loggedOnKey,
}
