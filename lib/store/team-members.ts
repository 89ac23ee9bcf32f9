import { type SQL, sql } from 'drizzle-orm'
import { type teamMembers, teams } from '@/db/schema/teams'
import type { TeamRole } from '@/lib/settings/teams'
import { againstManaging, type NotReady } from './account-readiness'
import { inReadingOrder, type PageAt, type Place, pageClauses, pageOf } from './list-page'
import type { OrganizationTransaction } from './organization'
import { idArray, rowArrays } from './row-arrays'

/** A member with what the organization knows of their account; `account` is null for somebody outside. */
export type TeamMember = {
  id: string
  name: string
  email: string
  emailKey: string
  role: TeamRole
  billedSince: Date | null
  account: { id: string; managed: boolean; active: boolean; suspended: boolean; notReady: NotReady | null } | null
  /** How far this member is in the adoption of the team, and why they did not come along. */
  adoption: 'waiting' | 'done' | 'not-ready' | null
  adoptionBecause: NotReady | null
}
export type NewTeamMember = Pick<
  typeof teamMembers.$inferSelect,
  'teamId' | 'id' | 'accountId' | 'name' | 'email' | 'emailKey' | 'role'
>

/** One page of a team's members by name. */
export async function pageOfTeamMembers(
  tx: OrganizationTransaction,
  teamId: string,
  page: PageAt,
): Promise<{ rows: { member: TeamMember; place: Place }[]; more: boolean }> {
  const key = inReadingOrder(sql`m.name`)
  const sortedBy = { key, name: key, cast: sql`text`, id: sql`m.id`, descending: false }
  const { where, order, limit } = pageClauses(sortedBy, page)
  const found = await tx.execute<MemberRow>(sql`
    select ${columnsOf} from ${membersOf(tx, teamId)} and ${where} order by ${order} limit ${limit}`)
  const { rows, more } = pageOf([...found].map(toMember), page)
  return {
    rows: rows.map(member => ({ member, place: { key: member.name, name: member.name, id: member.id } })),
    more,
  }
}

/** `active` of an account of the organization, or of an administrator who has none; null = the organization knows neither. */
export type TeamOwner = { email: string; active: boolean | null }

/** Who owns these teams, by team. */
export async function readTeamOwners(
  tx: OrganizationTransaction,
  teamIds: readonly string[],
): Promise<Map<string, TeamOwner>> {
  const rows = await tx.execute<TeamOwner & { teamId: string }>(sql`
    select t.id as "teamId", t.owner_email as email, coalesce(a.active, not m.disabled) as active from teams t
    left join lateral (select o.account_id from team_members o where o.organization_id = t.organization_id
      and o.team_id = t.id and o.role = 'owner' order by o.id limit 1) owner on true
    left join accounts a on a.organization_id = t.organization_id and a.id = owner.account_id
    left join administrators m on m.organization_id = t.organization_id and m.email = lower(t.owner_email)
    where t.organization_id = ${tx.organizationId} and t.id = any(${idArray(teamIds)}::uuid[])`)
  return new Map(rows.map(({ teamId, email, active }) => [teamId, { email, active }]))
}

/** Managed users: these accounts, and whoever has this address. */
export async function readColleagues(
  tx: OrganizationTransaction,
  { ids, email }: { ids: readonly string[]; email: string },
): Promise<{ accountId: string; name: string; email: string }[]> {
  return [
    ...(await tx.execute<{ accountId: string; name: string; email: string }>(sql`
      select a.id as "accountId", coalesce(nullif(a.display_name, ''), a.email_key) as name, a.email_key as email
      from accounts a where a.organization_id = ${tx.organizationId} and a.managed and a.active and a.email_key is not null
        and (a.id = any(${idArray(ids)}::uuid[]) or a.email_key = lower(${email})) order by 2, 1`)),
  ]
}

/** A member of the team, or null. */
export async function readTeamMember(
  tx: OrganizationTransaction,
  teamId: string,
  id: string,
): Promise<TeamMember | null> {
  const [row] = await tx.execute<MemberRow>(sql`select ${columnsOf} from ${membersOf(tx, teamId)} and m.id = ${id}`)
  return row ? toMember(row) : null
}

/** Adds members, and counts them on their teams; somebody who is in a team already is left as they are. */
export async function insertTeamMembers(tx: OrganizationTransaction, rows: readonly NewTeamMember[]): Promise<void> {
  if (rows.length === 0) return
  const added = rows.map(({ teamId, id, accountId, name, email, emailKey, role }) => ({
    ...{ team_id: teamId, id, account_id: accountId, name, email, email_key: emailKey, role },
  }))
  await tx.execute(sql`
    insert into team_members (organization_id, team_id, id, account_id, name, email, email_key, role)
    select ${tx.organizationId}::uuid, team_id, id, account_id, name, email, email_key, role
    from ${rowArrays(added, {
      ...{
        team_id: 'uuid',
        id: 'uuid',
        account_id: 'uuid',
        name: 'text',
        email: 'text',
        email_key: 'text',
        role: 'text',
      },
    })}
    on conflict do nothing`)
  await countMembers(tx, [...new Set(rows.map(({ teamId }) => teamId))])
}

/** Counts members, and those outside, on their teams. */
export async function countMembers(tx: OrganizationTransaction, teamIds: readonly string[]): Promise<void> {
  if (teamIds.length === 0) return
  await tx.execute(sql`
    update ${teams} set member_count = c.members, external_count = c.externals
    from (select of.id, count(m.id)::int as members, count(m.id) filter (where m.account_id is null)::int as externals
      from unnest(${idArray(teamIds)}::uuid[]) as of(id)
      left join team_members m on m.organization_id = ${tx.organizationId} and m.team_id = of.id group by of.id) c
    where ${teams.organizationId} = ${tx.organizationId} and ${teams.id} = c.id`)
}

const membersOf = (tx: OrganizationTransaction, teamId: string): SQL => sql`team_members m
    left join accounts a on a.organization_id = m.organization_id and a.id = m.account_id
    where m.organization_id = ${tx.organizationId} and m.team_id = ${teamId}`

type MemberRow = Omit<TeamMember, 'billedSince'> & { billedSince: string | null }
const columnsOf = sql`m.id, m.name, m.email, m.email_key as "emailKey", m.role, m.billed_since as "billedSince",
  case when a.id is not null then jsonb_build_object('id', a.id, 'managed', a.managed, 'active', a.active,
    'suspended', a.suspended, 'notReady', case when a.managed then null else ${againstManaging(sql`a`)} end) end as account,
  m.adoption, m.adoption_because as "adoptionBecause"`

const toMember = (row: MemberRow): TeamMember => ({
  ...row,
  billedSince: row.billedSince === null ? null : new Date(row.billedSince),
})
