import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { teamMembers, teams } from '@/db/schema/teams'
import { inSmallLetters } from './list-page'
import type { OrganizationTransaction } from './organization'

type TeamRow = typeof teams.$inferSelect
export type Team = Omit<TeamRow, 'organizationId' | 'nameKey' | 'ownerKey' | 'searchKey'> & {
  /** Members with an account of the organization that nobody manages. */
  unmanagedCount: number
}
export type NewTeam = Pick<TeamRow, 'id' | 'name' | 'ownerEmail'> &
  Partial<
    Pick<
      TeamRow,
      | 'description'
      | 'planType'
      | 'paid'
      | 'status'
      | 'settings'
      | 'management'
      | 'managementReason'
      | 'lastActiveAt'
      | 'createdAt'
      | 'remoteUrl'
    >
  >
export type TeamChange = Partial<
  Pick<TeamRow, 'status' | 'planType' | 'paid' | 'management' | 'managementReason' | 'managementAt'>
>

/** These teams, by id. */
export async function readTeams(tx: OrganizationTransaction, ids: readonly string[]): Promise<Map<string, Team>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.select(columns).from(teams).where(among(tx, ids))
  return new Map(rows.map(row => [row.id, row]))
}

export async function readTeam(tx: OrganizationTransaction, id: string): Promise<Team | null> {
  return (await readTeams(tx, [id])).get(id) ?? null
}

/** What a team is called. Who writes to each of its members would count all of them each time with the rest. */
export async function readTeamName(tx: OrganizationTransaction, id: string): Promise<string | null> {
  const [row] = await tx
    .select({ name: teams.name })
    .from(teams)
    .where(among(tx, [id]))
  return row?.name ?? null
}

/** A team, and nobody else changes it until the transaction ends. */
export async function lockTeam(tx: OrganizationTransaction, id: string): Promise<Team | null> {
  await tx
    .select({ id: teams.id })
    .from(teams)
    .where(among(tx, [id]))
    .for('update')
  return readTeam(tx, id)
}

export async function insertTeams(tx: OrganizationTransaction, rows: readonly NewTeam[]): Promise<void> {
  if (rows.length === 0) return
  await tx.insert(teams).values(rows.map(row => ({ organizationId: tx.organizationId, ...row })))
}

export async function updateTeam(tx: OrganizationTransaction, id: string, change: TeamChange): Promise<void> {
  await tx
    .update(teams)
    .set({ ...change, updatedAt: sql`now()` })
    .where(among(tx, [id]))
}

/** How many groups, lists and managed teams have the team's name already, in any case. */
export async function countNameClashes(
  tx: OrganizationTransaction,
  { id, name }: Pick<Team, 'id' | 'name'>,
): Promise<number> {
  const [row] = await tx.execute<{ clashes: number }>(sql`
    select ((select count(*) from teams t where t.organization_id = ${tx.organizationId} and t.id <> ${id}
        and t.management = 'managed' and ${inSmallLetters(sql`t.name`)} = ${inSmallLetters(sql`${name}::text`)})
      + (select count(*) from groups g where g.organization_id = ${tx.organizationId}
        and ${inSmallLetters(sql`g.name`)} = ${inSmallLetters(sql`${name}::text`)}))::int as clashes`)
  return row?.clashes ?? 0
}

/** Whether a managed team has this name, in any case. */
export async function isNameOfManagedTeam(tx: OrganizationTransaction, name: string): Promise<boolean> {
  const rows = await tx
    .select({ id: teams.id })
    .from(teams)
    .where(
      and(
        eq(teams.organizationId, tx.organizationId),
        eq(teams.management, 'managed'),
        sql`${inSmallLetters(sql`${teams.name}`)} = ${inSmallLetters(sql`${name}::text`)}`,
      ),
    )
    .limit(1)
  return rows.length > 0
}

const among = (tx: OrganizationTransaction, ids: readonly string[]) =>
  and(eq(teams.organizationId, tx.organizationId), inArray(teams.id, [...ids]))

const unmanaged: SQL<number> = sql<number>`(
  select count(*)::int from ${teamMembers} m join accounts a on a.organization_id = m.organization_id and a.id = m.account_id
  where m.organization_id = "teams"."organization_id" and m.team_id = "teams"."id" and not a.managed)`

const columns = {
  id: teams.id,
  name: teams.name,
  description: teams.description,
  ownerEmail: teams.ownerEmail,
  planType: teams.planType,
  paid: teams.paid,
  status: teams.status,
  settings: teams.settings,
  management: teams.management,
  managementReason: teams.managementReason,
  managementAt: teams.managementAt,
  memberCount: teams.memberCount,
  externalCount: teams.externalCount,
  lastActiveAt: teams.lastActiveAt,
  remoteUrl: teams.remoteUrl,
  createdAt: teams.createdAt,
  updatedAt: teams.updatedAt,
  unmanagedCount: unmanaged,
}
