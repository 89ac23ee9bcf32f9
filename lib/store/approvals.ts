import { and, eq } from 'drizzle-orm'
import { approvals } from '@/db/schema/runs'
import type { OrganizationTransaction } from './organization'

export type Approval = typeof approvals.$inferSelect

/** Stores the decision. False when this plan was approved before: the key allows one approval per plan. */
export async function insertApproval(
  tx: OrganizationTransaction,
  approval: Pick<Approval, 'runId' | 'planHash' | 'removals' | 'reason' | 'approvedBy' | 'usedByRunId'>,
): Promise<boolean> {
  const stored = await tx
    .insert(approvals)
    .values({ ...approval, organizationId: tx.organizationId })
    .onConflictDoNothing()
    .returning({ runId: approvals.runId })
  return stored.length === 1
}

/** The approval of the plan of `runId`, or null. */
export async function readApproval(tx: OrganizationTransaction, runId: string): Promise<Approval | null> {
  const [approval] = await tx
    .select()
    .from(approvals)
    .where(and(eq(approvals.organizationId, tx.organizationId), eq(approvals.runId, runId)))
  return approval ?? null
}
