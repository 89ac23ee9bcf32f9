import { randomUUID } from 'node:crypto'
import { recordAudit } from '@/lib/audit/record'
import { activateVersion } from '@/lib/connectors/activate-version'
import { wake } from '@/lib/jobs/wake'
import { done, type Outcome, refused } from '@/lib/outcome'
import { insertApproval } from '@/lib/store/approvals'
import { lockConnector } from '@/lib/store/connectors'
import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import { insertRun, lockRun, type Run, readActiveRun, updateRun } from '@/lib/store/runs'
import { isWaiting } from '@/lib/sync/run-state'
import { actorOf } from './actor'

/** How long a plan waits for a person. */
export const planLivesHours = 72
const hour = 3_600_000

export type Approve = {
  runId: string
  /** The hash of the plan that the person saw. */
  planHash: string
  /** How many people lose something, as the person typed it. */
  removals: number
  reason: string
  approvedBy: string
}

/**
 * Approves exactly one plan, once. The answer is the run that reads afresh and carries it out.
 * Faults: `run-not-waiting`, `approval-used`, `hold-expired`, `plan-hash-differs`, `removals-differ`, `reason-missing`,
 * `run-already-active`.
 */
export async function approveRun(
  organizationId: string,
  approval: Approve,
  now: Date = new Date(),
): Promise<Outcome<{ runId: string }>> {
  const outcome = await inOrganization(organizationId, tx => approve(tx, approval, now))
  if (outcome.ok) await wake({ kind: 'run', organizationId, runId: outcome.value.runId })
  return outcome
}

async function approve(tx: OrganizationTransaction, approval: Approve, now: Date): Promise<Outcome<{ runId: string }>> {
  const run = await lockRun(tx, approval.runId)
  if (!run) return refused('run-not-waiting')
  const fault = refusal(run, approval, now)
  if (fault) {
    if (fault === 'hold-expired') await updateRun(tx, run.id, { state: 'expired' })
    return refused(fault, { number: run.number }, paths[fault])
  }
  await lockConnector(tx, run.connectorId)
  const active = await readActiveRun(tx, run.connectorId)
  if (active) return refused('run-already-active', { number: active.number })
  return carryOut(tx, run, approval)
}

type Refusal =
  | 'run-not-waiting'
  | 'approval-used'
  | 'hold-expired'
  | 'plan-hash-differs'
  | 'removals-differ'
  | 'reason-missing'

const paths: Partial<Record<Refusal, keyof Approve>> = { 'removals-differ': 'removals', 'reason-missing': 'reason' }

function refusal(run: Run, { planHash, removals, reason }: Approve, now: Date): Refusal | null {
  if (run.state === 'approved') return 'approval-used'
  if (run.state === 'expired') return 'hold-expired'
  if (!isWaiting(run.state) || run.finishedAt === null) return 'run-not-waiting'
  if (now.getTime() - run.finishedAt.getTime() > planLivesHours * hour) return 'hold-expired'
  if (run.planHash !== planHash) return 'plan-hash-differs'
  if (run.removals !== removals) return 'removals-differ'
  return reason.trim() === '' ? 'reason-missing' : null
}

async function carryOut(
  tx: OrganizationTransaction,
  run: Run,
  { planHash, removals, reason, approvedBy }: Approve,
): Promise<Outcome<{ runId: string }>> {
  const { connectorId, connectorVersion, first } = run
  const id = randomUUID()
  const executing = await insertRun(tx, {
    id,
    connectorId,
    connectorVersion,
    first,
    kind: 'approved',
    cause: 'approval',
    requestedBy: approvedBy,
    approvesRunId: run.id,
  })
  if (!executing) return refused('run-already-active', { number: 0 })
  const decision = { runId: run.id, planHash, removals, reason: reason.trim(), approvedBy, usedByRunId: id }
  // The row's lock and its state say so already; the key in the database holds even if they did not.
  if (!(await insertApproval(tx, decision))) throw new Error(`Run ${run.id} was approved before`)
  await updateRun(tx, run.id, { state: 'approved' })
  await activateVersion(tx, connectorId, connectorVersion)
  await recordAudit(tx, {
    actor: actorOf(approvedBy),
    event: 'run.approved',
    target: { kind: 'run', id: run.id },
    runId: run.id,
    connectorVersion,
    details: { number: run.number, planHash, removals, reason: decision.reason, carriedOutBy: executing.number },
  })
  return done({ runId: id })
}
