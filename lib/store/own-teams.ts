import { type SQL, sql } from 'drizzle-orm'
import { teamMembers, teams } from '@/db/schema/teams'
import type { OrganizationTransaction } from './organization'
import { idArray } from './row-arrays'
import { countMembers } from './team-members'
import { believedDomain } from './unmanaged'

/** A team of ours as another Messenger may see it; `externalId` is its address there. */
export type OwnTeam = { id: string; version: string; externalId: string | null; name: string }

/** The next teams by id. */
export const pageOfOwnTeams = (tx: OrganizationTransaction, after: string | null, limit: number) =>
  readThese(tx, after === null ? sql`true` : sql`id > ${after}::uuid`, limit)
export const readOwnTeam = async (tx: OrganizationTransaction, id: string): Promise<OwnTeam | null> =>
  (await readThese(tx, sql`id = ${id}::uuid`, 1))[0] ?? null
export const findOwnTeams = (tx: OrganizationTransaction, externalId: string) =>
  readThese(tx, sql`remote_url = ${externalId}`, 2)

async function readThese(tx: OrganizationTransaction, which: SQL, limit: number): Promise<OwnTeam[]> {
  return [
    ...(await tx.execute<OwnTeam>(sql`
      select id, xmin::text as version, remote_url as "externalId", name from ${teams}
      where organization_id = ${tx.organizationId} and ${which} order by id limit ${limit}`)),
  ]
}

/** @param version null = whatever it is now. @returns whether it was as it is said to have been */
export async function renameOwnTeam(
  tx: OrganizationTransaction,
  { id, version }: { id: string; version: string | null },
  name: string,
): Promise<boolean> {
  const changed = await tx.execute(sql`
    update ${teams} set name = ${name}, updated_at = now() where organization_id = ${tx.organizationId} and id = ${id}
      and (${version}::text is null or xmin::text = ${version}) returning 1`)
  return changed.length > 0
}

/** Deletes a team with who was in it and what its owner was asked. What was committed to stays on record. */
export async function deleteOwnTeam(tx: OrganizationTransaction, id: string): Promise<boolean> {
  for (const table of ['team_members', 'team_requests'])
    await tx.execute(sql`
      delete from ${sql.identifier(table)} where organization_id = ${tx.organizationId} and team_id = ${id}`)
  const gone = await tx.execute(
    sql`delete from ${teams} where organization_id = ${tx.organizationId} and id = ${id} returning 1`,
  )
  return gone.length > 0
}

/** The accounts of those who are in it; somebody outside may have one too, which nobody here may manage. */
export async function readOwnMembers(tx: OrganizationTransaction, teamId: string): Promise<Set<string>> {
  const rows = await tx.execute<{ id: string }>(sql`
    select a.id from ${teamMembers} m join accounts a on a.organization_id = m.organization_id and a.email_key = m.email_key
    where m.organization_id = ${tx.organizationId} and m.team_id = ${teamId}`)
  return new Set(rows.map(({ id }) => id))
}

/** Whether somebody is of the organization: with a managed account, or an address in a domain that is verified for it. */
const isOurs = sql`(a.managed or ${believedDomain(sql`a`)})`

/** Puts accounts into a team. Whoever has no address of the organization is somebody outside. */
export async function addOwnMembers(
  tx: OrganizationTransaction,
  teamId: string,
  accountIds: readonly string[],
): Promise<void> {
  await tx.execute(sql`
    insert into team_members (organization_id, team_id, id, account_id, name, email, email_key, role)
    select a.organization_id, ${teamId}::uuid, gen_random_uuid(), case when ${isOurs} then a.id end,
      coalesce(a.display_name, a.email_key), coalesce(a.attributes ->> 'email', a.email_key), a.email_key, 'member'
    from accounts a where a.organization_id = ${tx.organizationId} and a.id = any(${idArray(accountIds)}::uuid[])
    on conflict do nothing`)
  await countMembers(tx, [teamId])
}

/** Takes accounts out of a team; whoever is on their way under management with it ends that first. */
export async function removeOwnMembers(
  tx: OrganizationTransaction,
  teamId: string,
  accountIds: readonly string[],
): Promise<void> {
  await tx.execute(sql`
    delete from team_members m using accounts a
    where m.organization_id = ${tx.organizationId} and m.team_id = ${teamId} and m.adoption is distinct from 'waiting'
      and a.organization_id = m.organization_id and a.email_key = m.email_key
      and a.id = any(${idArray(accountIds)}::uuid[])`)
  await countMembers(tx, [teamId])
}

/** Teams that another Messenger had no more and has again. */
export async function bringBackTeams(tx: OrganizationTransaction, remoteUrls: readonly string[]): Promise<void> {
  await tx.execute(sql`
    update ${teams} set status = 'active', updated_at = now()
    where organization_id = ${tx.organizationId} and status = 'gone'
      and remote_url in (select jsonb_array_elements_text(${JSON.stringify(remoteUrls)}::text::jsonb))`)
}

/** Who is in teams of another Messenger is ours or somebody outside by what is known of their addresses now. */
export async function sortOutMembers(tx: OrganizationTransaction): Promise<void> {
  const changed = await tx.execute<{ team_id: string }>(sql`
    update team_members m set account_id = case when ${isOurs} then a.id end, name = coalesce(a.display_name, m.name)
    from accounts a, ${teams} t
    where m.organization_id = ${tx.organizationId} and t.organization_id = m.organization_id and t.id = m.team_id
      and t.remote_url is not null and m.adoption is null and m.billed_since is null
      and a.organization_id = m.organization_id and a.email_key = m.email_key
      and (m.account_id is distinct from case when ${isOurs} then a.id end or m.name <> coalesce(a.display_name, m.name))
    returning m.team_id`)
  await countMembers(tx, [...new Set(changed.map(({ team_id }) => team_id))])
}
