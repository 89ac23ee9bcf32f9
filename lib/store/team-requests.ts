import { and, desc, eq, isNull, lte, sql } from 'drizzle-orm'
import { teamRequests } from '@/db/schema/teams'
import type { OrganizationTransaction, Transaction } from './organization'

export type TeamRequest = Omit<typeof teamRequests.$inferSelect, 'organizationId'>
export type TeamAnswer = Pick<TeamRequest, 'answer' | 'reason' | 'answeredAt'>

export async function insertTeamRequest(
  tx: OrganizationTransaction,
  request: Omit<TeamRequest, keyof TeamAnswer>,
): Promise<void> {
  await tx.insert(teamRequests).values({ organizationId: tx.organizationId, ...request })
}

export async function readTeamRequest(tx: OrganizationTransaction, id: string): Promise<TeamRequest | null> {
  const [row] = await tx.select(columns).from(teamRequests).where(withId(tx, id))
  return row ?? null
}

/** What was asked of the team's owner last. */
export async function readLastTeamRequest(tx: OrganizationTransaction, teamId: string): Promise<TeamRequest | null> {
  const [row] = await tx
    .select(columns)
    .from(teamRequests)
    .where(and(eq(teamRequests.organizationId, tx.organizationId), eq(teamRequests.teamId, teamId)))
    .orderBy(desc(teamRequests.askedAt), desc(teamRequests.id))
    .limit(1)
  return row ?? null
}

/** What the team's owner said last, unless the team was brought in since: then they would have to be asked anew. */
export async function readOwnersAnswer(
  tx: OrganizationTransaction,
  teamId: string,
): Promise<Pick<TeamRequest, 'answer' | 'reason'> | null> {
  const rows = await tx.execute<Pick<TeamRequest, 'answer' | 'reason'>>(sql`
    select r.answer, r.reason from team_requests r
    where r.organization_id = ${tx.organizationId} and r.team_id = ${teamId} and r.answer in ('accepted', 'declined')
      and not exists (select from team_adoptions d where d.organization_id = r.organization_id and d.team_id = r.team_id
        and d.committed_at >= r.answered_at)
    order by r.answered_at desc limit 1`)
  return rows[0] ?? null
}

/** Answers a question that is still open. @returns whether it was */
export async function answerTeamRequest(tx: OrganizationTransaction, id: string, answer: TeamAnswer): Promise<boolean> {
  const answered = await tx
    .update(teamRequests)
    .set(answer)
    .where(and(withId(tx, id), isNull(teamRequests.answer)))
    .returning({ id: teamRequests.id })
  return answered.length === 1
}

/** Open questions whose time is over, in all organizations. */
export async function listExpiredTeamRequests(
  across: Transaction,
  now: Date,
): Promise<{ organizationId: string; id: string }[]> {
  return across
    .select({ organizationId: teamRequests.organizationId, id: teamRequests.id })
    .from(teamRequests)
    .where(and(isNull(teamRequests.answer), lte(teamRequests.expiresAt, now)))
}

const withId = (tx: OrganizationTransaction, id: string) =>
  and(eq(teamRequests.organizationId, tx.organizationId), eq(teamRequests.id, id))

const columns = {
  id: teamRequests.id,
  teamId: teamRequests.teamId,
  message: teamRequests.message,
  askedBy: teamRequests.askedBy,
  askedAt: teamRequests.askedAt,
  expiresAt: teamRequests.expiresAt,
  answer: teamRequests.answer,
  reason: teamRequests.reason,
  answeredAt: teamRequests.answeredAt,
}
