import { and, asc, eq, isNotNull, isNull, or, sql } from 'drizzle-orm'
import { agents, enrollmentTokens } from '@/db/schema/agents'
import type { OrganizationTransaction, Transaction } from './organization'

export type EnrollmentToken = typeof enrollmentTokens.$inferSelect

export async function insertEnrollmentToken(
  tx: OrganizationTransaction,
  token: Pick<EnrollmentToken, 'id' | 'connectorId' | 'agentName' | 'replaces' | 'tokenHash' | 'createdBy'>,
  minutes: number,
): Promise<void> {
  const endsAt = sql`now() + make_interval(mins => ${minutes})`
  await tx.insert(enrollmentTokens).values({ ...token, organizationId: tx.organizationId, endsAt })
}

/** An agent of this name gets one token at a time: making a new one ends those that nobody used. */
export async function deleteUnusedTokens(
  tx: OrganizationTransaction,
  connectorId: string,
  agentName: string,
): Promise<void> {
  await tx
    .delete(enrollmentTokens)
    .where(
      and(
        eq(enrollmentTokens.organizationId, tx.organizationId),
        eq(enrollmentTokens.connectorId, connectorId),
        eq(enrollmentTokens.agentName, agentName),
        isNull(enrollmentTokens.usedAt),
      ),
    )
}

/** Which organization a token belongs to, known by nothing but its hash. */
export async function findEnrollmentToken(
  across: Transaction,
  tokenHash: string,
): Promise<Pick<EnrollmentToken, 'organizationId' | 'id'> | null> {
  const [row] = await across
    .select({ organizationId: enrollmentTokens.organizationId, id: enrollmentTokens.id })
    .from(enrollmentTokens)
    .where(eq(enrollmentTokens.tokenHash, tokenHash))
  return row ?? null
}

const one = (tx: OrganizationTransaction, id: string) =>
  and(eq(enrollmentTokens.organizationId, tx.organizationId), eq(enrollmentTokens.id, id))

/** Held until the transaction ends, so that of two who come with a token one is first. */
export async function lockEnrollmentToken(
  tx: OrganizationTransaction,
  id: string,
): Promise<(EnrollmentToken & { expired: boolean }) | null> {
  const [row] = await tx
    .select({ token: enrollmentTokens, expired: sql<boolean>`${enrollmentTokens.endsAt} < now()` })
    .from(enrollmentTokens)
    .where(one(tx, id))
    .for('update')
  return row ? { ...row.token, expired: row.expired } : null
}

export async function spendEnrollmentToken(tx: OrganizationTransaction, id: string, agentId: string): Promise<void> {
  await tx.update(enrollmentTokens).set({ usedAt: sql`now()`, agentId }).where(one(tx, id))
}

export async function noteRefusedToken(
  tx: OrganizationTransaction,
  id: string,
  refused: { code: string; host: string; from: string | null },
): Promise<void> {
  await tx
    .update(enrollmentTokens)
    .set({ refused: { ...refused, at: new Date().toISOString() } })
    .where(one(tx, id))
}

export type WatchedToken = Pick<EnrollmentToken, 'id' | 'agentName' | 'endsAt' | 'usedAt' | 'refused'> & {
  /** The agent that it became, while that is not revoked. */
  agentId: string | null
}

/**
 * Tokens of a connector that somebody waits for or should know of: those that nobody used, for a day after their end, and
 * those that somebody came with too late, for a week or until the agent that they became is revoked.
 */
export async function listWatchedTokens(tx: OrganizationTransaction, connectorId: string): Promise<WatchedToken[]> {
  const t = enrollmentTokens
  const ofAgent = and(eq(agents.organizationId, t.organizationId), eq(agents.id, t.agentId), isNull(agents.revokedAt))
  const open = and(isNull(t.usedAt), sql`${t.endsAt} > now() - interval '1 day'`)
  const tried = and(
    sql`(${t.refused}->>'at')::timestamptz > now() - interval '7 days'`,
    or(isNull(t.usedAt), isNotNull(agents.id)),
  )
  return tx
    .select({
      ...{ id: t.id, agentName: t.agentName, endsAt: t.endsAt, usedAt: t.usedAt, refused: t.refused },
      agentId: agents.id,
    })
    .from(t)
    .leftJoin(agents, ofAgent)
    .where(and(eq(t.organizationId, tx.organizationId), eq(t.connectorId, connectorId), or(open, tried)))
    .orderBy(asc(t.createdAt))
}
