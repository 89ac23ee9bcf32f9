import { and, eq, inArray, ne, type SQL, sql } from 'drizzle-orm'
import { teams } from '@/db/schema/teams'
import type { PlanType, TeamManagement, TeamStatus } from '@/lib/settings/teams'
import { inReadingOrder, type PageAt, type Place, pageClauses, pageOf, readingIndexes } from './list-page'
import type { OrganizationTransaction } from './organization'
import { readTeams, type Team } from './teams'

export const teamColumns = ['name', 'owner', 'members', 'plan', 'status', 'lastActive'] as const
type TeamColumn = (typeof teamColumns)[number]
export type TeamSort = TeamColumn | `-${TeamColumn}`

/** Which of the teams; what is absent does not narrow. */
export type TeamFilter = {
  /** The teams that the organization manages, or those that it does not. */
  managed: boolean
  /** A part of the team's name or of its owner's address, in any case. */
  query?: string | undefined
  plan?: PlanType | undefined
  status?: TeamStatus | undefined
  management?: TeamManagement | undefined
  /** Only teams with somebody outside of the organization. */
  withExternals?: boolean | undefined
  /** Only these, or all but these. */
  only?: readonly string[] | undefined
  without?: readonly string[] | undefined
}
export type TeamPlace = { team: Team; place: Place }

/** One page of the teams, and whether there are more beyond it in the direction that was gone. */
export async function pageOfTeams(
  tx: OrganizationTransaction,
  filter: TeamFilter,
  sort: TeamSort,
  page: PageAt,
): Promise<{ rows: TeamPlace[]; more: boolean }> {
  const { key, text, cast } = keys[sort.replace('-', '') as TeamColumn]
  const sortedBy = { key, cast, name: byName, id: sql`${teams.id}`, descending: sort.startsWith('-') }
  const { where, order, limit } = pageClauses(sortedBy, page)
  await readingIndexes(tx)
  const found = await tx.execute<Place>(sql`
    select ${teams.id} as id, ${teams.nameKey} as name, ${text} as key from ${teams}
    where ${matching(tx, filter)} and ${where} order by ${order} limit ${limit}`)
  const { rows: places, more } = pageOf([...found], page)
  const known = await readTeams(
    tx,
    places.map(({ id }) => id),
  )
  const rows = places.flatMap(place => {
    const team = known.get(place.id)
    return team ? [{ team, place }] : []
  })
  return { rows, more }
}

/** How many teams match. */
export async function countTeams(tx: OrganizationTransaction, filter: TeamFilter): Promise<number> {
  await readingIndexes(tx)
  const [row] = await tx.execute<{ teams: number }>(
    sql`select count(*)::int as teams from ${teams} where ${matching(tx, filter)}`,
  )
  return row?.teams ?? 0
}

/** Whether the organization has any team, managed or not. */
export async function hasTeams(tx: OrganizationTransaction): Promise<boolean> {
  const rows = await tx.select({ id: teams.id }).from(teams).where(eq(teams.organizationId, tx.organizationId)).limit(1)
  return rows.length > 0
}

function matching(tx: OrganizationTransaction, filter: TeamFilter): SQL | undefined {
  const wanted = filter.query?.trim().toLowerCase()
  return and(
    eq(teams.organizationId, tx.organizationId),
    filter.managed ? eq(teams.management, 'managed') : ne(teams.management, 'managed'),
    wanted ? sql`position(${wanted} in ${teams.searchKey}) > 0` : undefined,
    filter.plan === undefined ? undefined : eq(teams.planType, filter.plan),
    filter.status === undefined ? undefined : eq(teams.status, filter.status),
    filter.management === undefined ? undefined : eq(teams.management, filter.management),
    filter.withExternals ? sql`${teams.externalCount} > 0` : undefined,
    filter.only === undefined ? undefined : inArray(teams.id, [...filter.only]),
    filter.without?.length ? sql`${teams.id} <> all(${`{${filter.without.join(',')}}`}::uuid[])` : undefined,
  )
}

const byName = inReadingOrder(sql`${teams.nameKey}`)
/** How far it is on its way under management; of those that are there, what Messenger says of them. */
const standing = sql`(${teams.management} || ' ' || ${teams.status})`
const lastActive = sql`coalesce(${teams.lastActiveAt}, '-infinity')`

/** What each column sorts by, the same as text, and what that text is read as. What was never used comes before all others. */
const keys: Record<TeamColumn, { key: SQL; text: SQL; cast: SQL }> = {
  name: { key: byName, text: sql`${teams.nameKey}`, cast: sql`text` },
  owner: { key: inReadingOrder(sql`${teams.ownerKey}`), text: sql`${teams.ownerKey}`, cast: sql`text` },
  members: { key: sql`${teams.memberCount}`, text: sql`${teams.memberCount}::text`, cast: sql`int` },
  plan: { key: sql`${teams.planType}`, text: sql`${teams.planType}`, cast: sql`text` },
  status: { key: standing, text: standing, cast: sql`text` },
  lastActive: { key: lastActive, text: sql`${lastActive}::text`, cast: sql`timestamptz` },
}
