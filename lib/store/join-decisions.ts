import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { joinDecisions } from '@/db/schema/connectors'
import type { Anchor } from '@/lib/directory/anchor'
import type { JoinDecision } from '@/lib/sync/join-question'
import type { OrganizationTransaction } from './organization'

/** What an administrator decided about one person. */
export type JoinDecisionRow = Omit<typeof joinDecisions.$inferSelect, 'organizationId' | 'connectorId' | 'anchor'>
export type NewJoinDecision = Omit<JoinDecisionRow, 'decidedAt' | 'usedByRunId'> & {
  connectorId: string
  anchor: string
}

/** The newest decision takes the place of the one before. */
export async function storeDecision(tx: OrganizationTransaction, decision: NewJoinDecision): Promise<void> {
  const { connectorId: _connector, anchor: _anchor, ...decided } = decision
  await tx
    .insert(joinDecisions)
    .values({ ...decision, organizationId: tx.organizationId })
    .onConflictDoUpdate({
      target: [joinDecisions.organizationId, joinDecisions.connectorId, joinDecisions.anchor],
      set: { ...decided, decidedAt: sql`now()`, usedByRunId: null },
    })
}

const standing = (tx: OrganizationTransaction, connectorId: string) =>
  and(
    eq(joinDecisions.organizationId, tx.organizationId),
    eq(joinDecisions.connectorId, connectorId),
    isNull(joinDecisions.usedByRunId),
  )

/** The decisions about these people that no run has carried out yet; without `anchors` about everybody. */
export async function readDecisions(
  tx: OrganizationTransaction,
  connectorId: string,
  anchors?: readonly Anchor[],
): Promise<Map<Anchor, JoinDecisionRow>> {
  if (anchors?.length === 0) return new Map()
  const among = anchors ? inArray(joinDecisions.anchor, [...anchors]) : undefined
  const rows = await tx
    .select()
    .from(joinDecisions)
    .where(and(standing(tx, connectorId), among))
  return new Map(
    rows.map(({ organizationId: _organization, connectorId: _connector, anchor, ...row }) => [anchor as Anchor, row]),
  )
}

/** As the decisions about people see it. */
export const toDecision = (row: JoinDecisionRow): JoinDecision => ({
  choice: row.choice,
  accountId: row.accountId,
  evidenceHash: row.evidenceHash,
  by: row.decidedByName,
  at: row.decidedAt.getTime(),
})

/** What this run did because of a decision is not done by it again. */
export async function markDecisionsUsed(
  tx: OrganizationTransaction,
  connectorId: string,
  runId: string,
): Promise<void> {
  await tx.execute(sql`
    update join_decisions d set used_by_run_id = ${runId}::uuid from changes c
    where d.organization_id = ${tx.organizationId} and d.connector_id = ${connectorId} and d.used_by_run_id is null
      and c.organization_id = d.organization_id and c.run_id = ${runId} and c.anchor = d.anchor
      and c.state = 'applied' and c.reason = 'decided-by-admin'`)
}

/** The accounts that a plan links because an administrator said so. */
export async function readDecidedAccounts(tx: OrganizationTransaction, runId: string): Promise<Set<string>> {
  const rows = await tx.execute<{ id: string }>(sql`
    select account_id as id from changes where organization_id = ${tx.organizationId} and run_id = ${runId}
      and kind = 'link' and reason = 'decided-by-admin' and state = 'planned'`)
  return new Set(rows.map(row => row.id))
}
