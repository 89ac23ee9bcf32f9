import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import { teamAdoptions, teamMembers } from '@/db/schema/teams'
import { againstManaging, type NotReady } from './account-readiness'
import type { OrganizationTransaction, Transaction } from './organization'

export type Adoption = Omit<typeof teamAdoptions.$inferSelect, 'organizationId'>
export type Progress = { members: number; waiting: number; done: number; notReady: number }

/** What a quote needs to know of a member. */
export type MemberFacts = {
  emailKey: string
  external: boolean
  /** Managed, or on the way there with another team. */
  managed: boolean
  notReady: NotReady | null
  /** Outside, and paid for in another team. */
  billed: boolean
}

/** Everybody in the team, as far as money is concerned. */
export async function readMemberFacts(tx: OrganizationTransaction, teamId: string): Promise<MemberFacts[]> {
  const rows = await tx.execute<MemberFacts>(sql`
    select m.email_key as "emailKey", a.id is null as external,
      coalesce(a.managed, false) or (a.id is not null and ${againstManaging(sql`a`)} is null and exists (
        select from team_members o where o.organization_id = m.organization_id and o.account_id = a.id
          and o.team_id <> m.team_id and o.adoption = 'waiting')) as managed,
      case when a.id is not null then ${againstManaging(sql`a`)} end as "notReady",
      a.id is null and exists (select from team_members o where o.organization_id = m.organization_id
        and o.email_key = m.email_key and o.billed_since is not null) as billed
    from team_members m left join accounts a on a.organization_id = m.organization_id and a.id = m.account_id
    where m.organization_id = ${tx.organizationId} and m.team_id = ${teamId} order by m.id`)
  return [...rows]
}

/** Writes that a team is brought in: from now on everybody in it waits for their turn, and whoever is outside is paid for. */
export async function startAdoption(
  tx: OrganizationTransaction,
  adoption: Omit<Adoption, 'members' | 'finishedAt'>,
): Promise<void> {
  const members = await tx
    .update(teamMembers)
    .set({
      adoption: 'waiting',
      adoptionBecause: null,
      billedSince: sql`case when ${teamMembers.accountId} is null then coalesce(${teamMembers.billedSince}, ${adoption.committedAt.toISOString()}::timestamptz) end`,
    })
    .where(and(eq(teamMembers.organizationId, tx.organizationId), eq(teamMembers.teamId, adoption.teamId)))
    .returning({ id: teamMembers.id })
  await tx.insert(teamAdoptions).values({ organizationId: tx.organizationId, ...adoption, members: members.length })
}

/** The team's adoption that was begun last. */
export async function readLastAdoption(tx: OrganizationTransaction, teamId: string): Promise<Adoption | null> {
  const [row] = await tx
    .select(columns)
    .from(teamAdoptions)
    .where(and(eq(teamAdoptions.organizationId, tx.organizationId), eq(teamAdoptions.teamId, teamId)))
    .orderBy(desc(teamAdoptions.committedAt), desc(teamAdoptions.id))
    .limit(1)
  return row ?? null
}

export async function readAdoption(tx: OrganizationTransaction, id: string): Promise<Adoption | null> {
  const [row] = await tx.select(columns).from(teamAdoptions).where(withId(tx, id))
  return row ?? null
}

/** Ends it, unless somebody else did. @returns whether this was the end */
export async function finishAdoption(tx: OrganizationTransaction, id: string): Promise<boolean> {
  const ended = await tx
    .update(teamAdoptions)
    .set({ finishedAt: sql`now()` })
    .where(and(withId(tx, id), isNull(teamAdoptions.finishedAt)))
    .returning({ id: teamAdoptions.id })
  return ended.length === 1
}

export type WaitingMember = { id: string; accountId: string | null }

/** The next members who wait, locked; those whom somebody else has in hand are not among them. */
export async function lockWaitingMembers(
  tx: OrganizationTransaction,
  teamId: string,
  limit: number,
): Promise<WaitingMember[]> {
  return tx
    .select({ id: teamMembers.id, accountId: teamMembers.accountId })
    .from(teamMembers)
    .where(and(ofTeam(tx, teamId), eq(teamMembers.adoption, 'waiting')))
    .orderBy(teamMembers.id)
    .limit(limit)
    .for('update', { skipLocked: true })
}

/** What became of members who waited; null = they came along. */
export async function settleMembers(
  tx: OrganizationTransaction,
  teamId: string,
  settled: readonly { id: string; because: NotReady | null }[],
): Promise<void> {
  await tx.execute(sql`
    update team_members m set adoption = case when row.because is null then 'done' else 'not-ready' end,
      adoption_because = row.because
    from jsonb_to_recordset(${JSON.stringify(settled)}::text::jsonb) as row(id uuid, because text)
    where m.organization_id = ${tx.organizationId} and m.team_id = ${teamId} and m.id = row.id and m.adoption = 'waiting'`)
}

/** Nobody outside is paid for because of this team any more; what became of its members is forgotten with it. */
export async function endBilling(tx: OrganizationTransaction, teamId: string): Promise<void> {
  await tx
    .update(teamMembers)
    .set({ billedSince: null, adoption: null, adoptionBecause: null })
    .where(ofTeam(tx, teamId))
}

/** How far the team's adoption is, counted from its members. */
export async function readProgress(tx: OrganizationTransaction, teamId: string): Promise<Progress> {
  const count = (adoption: string) => sql<number>`count(*) filter (where ${teamMembers.adoption} = ${adoption})::int`
  const [row] = await tx
    .select({
      members: sql<number>`count(*)::int`,
      waiting: count('waiting'),
      done: count('done'),
      notReady: count('not-ready'),
    })
    .from(teamMembers)
    .where(ofTeam(tx, teamId))
  return row ?? { members: 0, waiting: 0, done: 0, notReady: 0 }
}

/** Adoptions that are not over, in all organizations, oldest first. */
export async function listOpenAdoptions(
  across: Transaction,
  limit: number,
): Promise<{ organizationId: string; id: string }[]> {
  return across
    .select({ organizationId: teamAdoptions.organizationId, id: teamAdoptions.id })
    .from(teamAdoptions)
    .where(isNull(teamAdoptions.finishedAt))
    .orderBy(teamAdoptions.committedAt)
    .limit(limit)
}

const withId = (tx: OrganizationTransaction, id: string) =>
  and(eq(teamAdoptions.organizationId, tx.organizationId), eq(teamAdoptions.id, id))
const ofTeam = (tx: OrganizationTransaction, teamId: string) =>
  and(eq(teamMembers.organizationId, tx.organizationId), eq(teamMembers.teamId, teamId))

const columns = {
  id: teamAdoptions.id,
  teamId: teamAdoptions.teamId,
  quote: teamAdoptions.quote,
  committedBy: teamAdoptions.committedBy,
  committedByName: teamAdoptions.committedByName,
  committedAt: teamAdoptions.committedAt,
  members: teamAdoptions.members,
  finishedAt: teamAdoptions.finishedAt,
}
