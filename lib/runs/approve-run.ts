import { randomUUID } from 'node:crypto'
import { recordAudit } from '@/lib/audit/record'
import { activateVersion } from '@/lib/connectors/activate-version'
import { wake } from '@/lib/jobs/wake'
import { done, type Outcome, refused } from '@/lib/outcome'
import { type Approval, insertApproval } from '@/lib/store/approvals'
import { type Choice, leaveUnchosen } from '@/lib/store/changes-chosen'
import { lockConnector, updateConnector } from '@/lib/store/connectors'
import { leaveUnchosenGroups } from '@/lib/store/group-changes'
import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import { insertRun, lockRun, type Run, readActiveRun, updateRun } from '@/lib/store/runs'
import { isWaiting } from '@/lib/sync/run-state'
import { actorOf } from './actor'
import { readChosenPlan, waitingState } from './choose-plan'
import { expireRun, isOverdue } from './expire-plans'
import type { ReadPlan } from './read-plan'
import { reportGroups, reportRun } from './report-run'

/** An approval is used within a day, or not at all. */
const approvalLivesHours = 24
const hour = 3_600_000

export const isTooOld = ({ approvedAt }: Approval, now: Date): boolean =>
  now.getTime() - approvedAt.getTime() > approvalLivesHours * hour

export type Approve = {
  runId: string
  /** Only these rows of the plan, or all without these; the rest is left. Default: all. */
  choice?: Choice
  /** The hash of the plan that the person saw, or of what was chosen of it. */
  planHash: string
  /** How many people lose something, as the person typed it. */
  removals: number
  reason: string
  approvedBy: string
}

/**
 * Approves exactly one plan, once. The answer is the run that reads afresh and carries it out.
 * Faults: `run-not-waiting`, `approval-used`, `hold-expired`, `plan-hash-differs`, `removals-differ`, `reason-missing`,
 * `run-already-active`, and those of `choosePlan`.
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
  if (isOverdue(run, now)) await expireRun(tx, run)
  const over = isOver(run, now)
  if (over) return refused(over, { number: run.number })
  const plan = await planOf(tx, run, approval.choice)
  if (!plan.ok) return plan
  const fault = refusal(plan.value, approval)
  if (fault) return refused(fault, { number: run.number }, paths[fault])
  await lockConnector(tx, run.connectorId)
  const active = await readActiveRun(tx, run.connectorId)
  if (active) return refused('run-already-active', { number: active.number })
  return carryOut(tx, run, approval)
}

type Refusal = 'plan-hash-differs' | 'removals-differ' | 'reason-missing'

const paths: Partial<Record<Refusal, keyof Approve>> = { 'removals-differ': 'removals', 'reason-missing': 'reason' }

/** What a person may approve no more. */
function isOver(run: Run, now: Date): 'run-not-waiting' | 'approval-used' | 'hold-expired' | null {
  if (run.state === 'approved') return 'approval-used'
  if (run.state === 'expired' || isOverdue(run, now)) return 'hold-expired'
  return isWaiting(run.state) && run.planHash !== null ? null : 'run-not-waiting'
}

type ApprovedPlan = Pick<ReadPlan, 'planHash' | 'removals'>

async function planOf(
  tx: OrganizationTransaction,
  run: Run,
  choice: Choice | undefined,
): Promise<Outcome<ApprovedPlan>> {
  if (choice) return readChosenPlan(tx, run, choice)
  return done({ planHash: run.planHash ?? '', removals: run.removals ?? 0 })
}

function refusal(plan: ApprovedPlan, { planHash, removals, reason }: Approve): Refusal | null {
  if (plan.planHash !== planHash) return 'plan-hash-differs'
  if (plan.removals !== removals) return 'removals-differ'
  return reason.trim() === '' ? 'reason-missing' : null
}

/** The reports of the plan when what a person did not choose is left. */
async function leaveOut(
  tx: OrganizationTransaction,
  run: Run,
  choice: Choice,
): Promise<Pick<Run, 'report' | 'groupReport'>> {
  await leaveUnchosen(tx, run.id, waitingState(run), choice)
  await leaveUnchosenGroups(tx, run.id, waitingState(run), choice)
  return { report: await reportRun(tx, run), groupReport: await reportGroups(tx, run) }
}

async function carryOut(
  tx: OrganizationTransaction,
  run: Run,
  { planHash, removals, reason, approvedBy, choice }: Approve,
): Promise<Outcome<{ runId: string }>> {
  const { connectorId, connectorVersion, first, revertsRunId } = run
  const id = randomUUID()
  const executing = await insertRun(tx, {
    id,
    connectorId,
    connectorVersion,
    first,
    kind: run.kind === 'revert' ? 'revert' : 'approved',
    revertsRunId,
    cause: 'approval',
    requestedBy: approvedBy,
    approvesRunId: run.id,
  })
  if (!executing) return refused('run-already-active', { number: 0 })
  const decision = { runId: run.id, planHash, removals, reason: reason.trim(), approvedBy, usedByRunId: id }
  // The row's lock and its state say so already; the key in the database holds even if they did not.
  if (!(await insertApproval(tx, decision))) throw new Error(`Run ${run.id} was approved before`)
  await updateRun(tx, run.id, { state: 'approved', ...(choice ? await leaveOut(tx, run, choice) : {}) })
  // The next synchronization would do again what is taken back: somebody looks first, and resumes the connector.
  const paused = { by: approvedBy, at: new Date().toISOString(), reason: decision.reason }
  if (run.kind === 'revert') await updateConnector(tx, connectorId, { state: 'paused', paused })
  else await activateVersion(tx, connectorId, connectorVersion)
  await recordAudit(tx, {
    actor: actorOf(approvedBy),
    event: 'run.approved',
    target: { kind: 'run', id: run.id },
    runId: run.id,
    connectorVersion,
    details: {
      ...{ number: run.number, planHash, removals, reason: decision.reason },
      ...{ carriedOutBy: executing.number, chosen: choice !== undefined },
    },
  })
  return done({ runId: id })
}
