import { and, desc, eq, isNull, lte, type SQL, sql } from 'drizzle-orm'
import { teamSpendRequests } from '@/db/schema/teams'
import type { OrganizationTransaction, Transaction } from './organization'

export type SpendRequest = Omit<typeof teamSpendRequests.$inferSelect, 'organizationId'> & {
  /** As their names are now. */
  askedByName: string
  approverName: string
  answeredByName: string | null
}
export type SpendAnswer = Pick<SpendRequest, 'answer' | 'reason' | 'answeredBy' | 'answeredAt'>
type Named = 'askedByName' | 'approverName' | 'answeredByName'

export async function insertSpendRequest(
  tx: OrganizationTransaction,
  request: Omit<SpendRequest, keyof SpendAnswer | Named>,
): Promise<void> {
  await tx.insert(teamSpendRequests).values({ organizationId: tx.organizationId, ...request })
}

export async function readSpendRequest(tx: OrganizationTransaction, id: string): Promise<SpendRequest | null> {
  const [row] = await tx.select(columns).from(teamSpendRequests).where(withId(tx, id))
  return row ?? null
}

/** What somebody who may spend was asked about this team last. */
export async function readLastSpendRequest(tx: OrganizationTransaction, teamId: string): Promise<SpendRequest | null> {
  const [row] = await tx
    .select(columns)
    .from(teamSpendRequests)
    .where(ofTeam(tx, teamId))
    .orderBy(desc(teamSpendRequests.askedAt), desc(teamSpendRequests.id))
    .limit(1)
  return row ?? null
}

/** Answers what is open about a team. @returns the request that was; null = nothing was open */
export async function answerSpendRequest(
  tx: OrganizationTransaction,
  teamId: string,
  answer: SpendAnswer,
): Promise<string | null> {
  const [row] = await tx
    .update(teamSpendRequests)
    .set(answer)
    .where(and(ofTeam(tx, teamId), isNull(teamSpendRequests.answer)))
    .returning({ id: teamSpendRequests.id })
  return row?.id ?? null
}

/** Open requests whose time is over, in all organizations. */
export async function listExpiredSpendRequests(
  across: Transaction,
  now: Date,
): Promise<{ organizationId: string; teamId: string }[]> {
  return across
    .select({ organizationId: teamSpendRequests.organizationId, teamId: teamSpendRequests.teamId })
    .from(teamSpendRequests)
    .where(and(isNull(teamSpendRequests.answer), lte(teamSpendRequests.expiresAt, now)))
}

const withId = (tx: OrganizationTransaction, id: string) =>
  and(eq(teamSpendRequests.organizationId, tx.organizationId), eq(teamSpendRequests.id, id))
const ofTeam = (tx: OrganizationTransaction, teamId: string) =>
  and(eq(teamSpendRequests.organizationId, tx.organizationId), eq(teamSpendRequests.teamId, teamId))

const nameOf = (id: SQL): SQL => sql`(
  select m.display_name from administrators m
  where m.organization_id = "team_spend_requests"."organization_id" and m.id = ${id})`

const columns = {
  id: teamSpendRequests.id,
  teamId: teamSpendRequests.teamId,
  quote: teamSpendRequests.quote,
  message: teamSpendRequests.message,
  askedBy: teamSpendRequests.askedBy,
  approver: teamSpendRequests.approver,
  askedAt: teamSpendRequests.askedAt,
  expiresAt: teamSpendRequests.expiresAt,
  answer: teamSpendRequests.answer,
  reason: teamSpendRequests.reason,
  answeredBy: teamSpendRequests.answeredBy,
  answeredAt: teamSpendRequests.answeredAt,
  askedByName: sql<string>`coalesce(${nameOf(sql`"team_spend_requests"."asked_by"`)}, '')`,
  approverName: sql<string>`coalesce(${nameOf(sql`"team_spend_requests"."approver"`)}, '')`,
  answeredByName: sql<string | null>`${nameOf(sql`"team_spend_requests"."answered_by"`)}`,
}
