import { and, eq, inArray, isNull, lt, lte, or, sql } from 'drizzle-orm'
import { runs } from '@/db/schema/runs'
import { activeStates } from '@/lib/sync/run-state'
import { isRestored } from './database-mark'
import type { OrganizationTransaction } from './organization'
import type { Run } from './runs'

/** Thrown inside a transaction by a writer whose claim is over: nothing it did commits. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'
}

// One clock decides for all workers: the database's, read at the moment of the check and not at the transaction's start.
const clock = sql`clock_timestamp()`
const leaseEnd = (seconds: number) => sql`clock_timestamp() + make_interval(secs => ${seconds})`
const thisRun = (tx: OrganizationTransaction, runId: string) =>
  and(eq(runs.organizationId, tx.organizationId), eq(runs.id, runId))

/** Claims a run that has work left and no living owner, and raises its fence. Null when there is nothing to claim. */
export async function claimRun(
  tx: OrganizationTransaction,
  runId: string,
  owner: string,
  leaseSeconds: number,
): Promise<Run | null> {
  const [run] = await tx
    .update(runs)
    .set({
      fence: sql`${runs.fence} + 1`,
      leaseOwner: owner,
      leaseUntil: leaseEnd(leaseSeconds),
      startedAt: sql`coalesce(${runs.startedAt}, ${clock})`,
      // A lease that was given back is null: one that ran out belonged to a worker that died.
      takeovers: sql`${runs.takeovers} + (${runs.leaseUntil} is not null)::int`,
      retryAt: null,
    })
    .where(
      and(
        thisRun(tx, runId),
        inArray(runs.state, [...activeStates]),
        or(isNull(runs.leaseUntil), lt(runs.leaseUntil, clock)),
        or(isNull(runs.retryAt), lte(runs.retryAt, clock)),
        // What a backup holds as unfinished is not carried on before somebody has noticed that it is one.
        sql`not ${isRestored}`,
      ),
    )
    .returning()
  return run ?? null
}

/**
 * Locks the run for the rest of the transaction and proves that the writer's claim still holds.
 * @throws LeaseLost when another worker claimed it since, or the lease ran out
 */
export async function holdFence(tx: OrganizationTransaction, runId: string, fence: number): Promise<Run> {
  const [run] = await tx
    .select()
    .from(runs)
    .where(and(thisRun(tx, runId), eq(runs.fence, fence), sql`${runs.leaseUntil} > ${clock}`))
    .for('update')
  if (!run) throw new LeaseLost(`The claim ${fence} on run ${runId} is over`)
  return run
}

/** The heartbeat. Null when the claim is over, otherwise whether an admin asked to stop. */
export async function extendLease(
  tx: OrganizationTransaction,
  runId: string,
  fence: number,
  leaseSeconds: number,
): Promise<{ cancelRequested: boolean } | null> {
  const [run] = await tx
    .update(runs)
    .set({ leaseUntil: leaseEnd(leaseSeconds) })
    .where(and(thisRun(tx, runId), eq(runs.fence, fence), sql`${runs.leaseUntil} > ${clock}`))
    .returning({ cancelRequestedAt: runs.cancelRequestedAt })
  return run ? { cancelRequested: run.cancelRequestedAt !== null } : null
}

/** What `extendLease` answers, without extending anything. */
export async function readLease(
  tx: OrganizationTransaction,
  runId: string,
  fence: number,
): Promise<{ cancelRequested: boolean } | null> {
  const [run] = await tx
    .select({ cancelRequestedAt: runs.cancelRequestedAt })
    .from(runs)
    .where(and(thisRun(tx, runId), eq(runs.fence, fence), sql`${runs.leaseUntil} > ${clock}`))
  return run ? { cancelRequested: run.cancelRequestedAt !== null } : null
}

/** Gives the run back at once, so that the next worker need not wait for the lease to run out. */
export async function releaseLease(tx: OrganizationTransaction, runId: string, fence: number): Promise<void> {
  await tx
    .update(runs)
    .set({ leaseUntil: null, leaseOwner: null })
    .where(and(thisRun(tx, runId), eq(runs.fence, fence)))
}
