import { type SQL, sql } from 'drizzle-orm'
import type { Obstacle } from './account-readiness'
import type { OrganizationTransaction } from './organization'
import { readyFor, type Whom } from './review-choice'
import { idArray } from './row-arrays'
import { countMembers } from './team-members'

/** That somebody is no longer in a team; `owned` = it belonged to them. */
export type Departure = { teamId: string; team: string; accountId: string; owned: boolean }
/** A team, and who leaves it, by name; at most so many names are told, and `people` counts all of them. */
export type TeamLeft = { id: string; name: string; people: number; names: string[]; losesOwner: boolean }

/**
 * Teams that the organization manages, or is bringing in; `t` is the team's name in the statement. One that stands in another
 * Messenger keeps its members there: what is taken out here would be back with the next reading.
 */
const ours = (t: SQL): SQL => sql`${t}.management in ('managed', 'moving') and ${t}.remote_url is null`

/**
 * Takes accounts that are no longer managed out of the teams that are. A team that loses its owner goes to somebody managed in
 * it, its administrators before others and whoever is in it longest first; where nobody is, to `heir`, an address.
 */
export async function leaveManagedTeams(
  tx: OrganizationTransaction,
  accountIds: readonly string[],
  heir: string | null,
): Promise<Departure[]> {
  if (accountIds.length === 0) return []
  // The teams first, as everywhere: whoever unmanages or suspends one waits for us.
  await tx.execute(sql`
    select t.id from teams t where t.organization_id = ${tx.organizationId} and ${ours(sql`t`)} and exists (
      select from team_members m where m.organization_id = t.organization_id and m.team_id = t.id
        and m.account_id = any(${idArray(accountIds)}::uuid[]))
    order by t.id for update`)
  const left = [
    ...(await tx.execute<Departure>(sql`
      delete from team_members m using teams t
      where m.organization_id = ${tx.organizationId} and m.account_id = any(${idArray(accountIds)}::uuid[])
        and t.organization_id = m.organization_id and t.id = m.team_id and ${ours(sql`t`)}
      returning m.team_id as "teamId", t.name as team, m.account_id as "accountId", m.role = 'owner' as owned`)),
  ]
  await countMembers(tx, [...new Set(left.map(({ teamId }) => teamId))])
  await handOver(
    tx,
    left.flatMap(({ teamId, owned }) => (owned ? [teamId] : [])),
    heir,
  )
  return left
}

async function handOver(tx: OrganizationTransaction, teamIds: readonly string[], heir: string | null): Promise<void> {
  if (teamIds.length === 0) return
  await tx.execute(sql`
    with next as (
      select distinct on (m.team_id) m.team_id, m.id, m.email from team_members m
      join accounts a on a.organization_id = m.organization_id and a.id = m.account_id
      where m.organization_id = ${tx.organizationId} and m.team_id = any(${idArray(teamIds)}::uuid[]) and a.managed and a.active
      order by m.team_id, m.role <> 'administrator', m.created_at, m.id
    ), owner as (
      update team_members m set role = 'owner' from next
      where m.organization_id = ${tx.organizationId} and m.team_id = next.team_id and m.id = next.id
    )
    update teams t set owner_email = coalesce(next.email, ${heir}, t.owner_email), updated_at = now()
    from unnest(${idArray(teamIds)}::uuid[]) as lost(id) left join next on next.team_id = lost.id
    where t.organization_id = ${tx.organizationId} and t.id = lost.id`)
}

/** Which managed teams would be left by whom of those who were chosen and are ready, by the team's name. */
export async function listTeamsLeft(
  tx: OrganizationTransaction,
  whom: Whom,
  obstacle: Obstacle,
  most: { teams: number; names: number },
): Promise<TeamLeft[]> {
  return [
    ...(await tx.execute<TeamLeft>(sql`
      select t.id, t.name, count(*)::int as people, bool_or(m.role = 'owner') as "losesOwner",
        (array_agg(m.name order by m.role <> 'owner', m.name, m.id))[1:${sql.raw(String(most.names))}] as names
      ${leaving(tx, whom, obstacle)} group by t.organization_id, t.id order by t.name, t.id limit ${most.teams}`)),
  ]
}

/** The same counted: people, teams, and places in teams. */
export async function countTeamsLeft(
  tx: OrganizationTransaction,
  whom: Whom,
  obstacle: Obstacle,
): Promise<{ people: number; teams: number; places: number }> {
  const [row] = await tx.execute<{ people: number; teams: number; places: number }>(sql`
    select count(distinct m.account_id)::int as people, count(distinct t.id)::int as teams, count(*)::int as places
    ${leaving(tx, whom, obstacle)}`)
  return row ?? { people: 0, teams: 0, places: 0 }
}

const leaving = (tx: OrganizationTransaction, whom: Whom, obstacle: Obstacle): SQL => sql`
  from team_members m join teams t on t.organization_id = m.organization_id and t.id = m.team_id
  where m.organization_id = ${tx.organizationId} and ${ours(sql`t`)}
    and m.account_id in (select accounts.id from accounts where ${readyFor(tx, whom, obstacle)})`
