import { causesOfRemovals } from '@/lib/runs/causes-of-removals'
import { readIrrevocable } from '@/lib/runs/judge-revert'
import { readAdministratorName } from '@/lib/store/administrators'
import { readApproval } from '@/lib/store/approvals'
import { readLastAudit } from '@/lib/store/audit'
import { countChanges } from '@/lib/store/changes'
import { listConnectorNames } from '@/lib/store/connectors'
import { listExports } from '@/lib/store/exported-objects'
import { countGroupChanges } from '@/lib/store/group-changes'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { countUndelivered } from '@/lib/store/outbox'
import { type Run, readRun } from '@/lib/store/runs'
import { isActive, isWaiting } from '@/lib/sync/run-state'
import { countToReview } from '@/lib/unmanaged/to-review'
import { type Rejection, type RelatedRun, type RunView, runView } from './run-view'

/** Accounts and lists that the other Messenger refused, told by name. */
const namedAtMost = 20

/** Everything a run's page shows, in words; null when this organization has no such run. */
export async function loadRunView(tx: OrganizationTransaction, id: string, timeZone: string): Promise<RunView | null> {
  const run = await readRun(tx, id)
  if (!run) return null
  return runView({
    run,
    connector: (await listConnectorNames(tx)).find(({ id }) => id === run.connectorId) ?? null,
    requestedBy: await readAdministratorName(tx, run.requestedBy),
    related: await relatedTo(tx, run),
    rejected: run.state === 'rejected' ? await rejectionOf(tx, id) : null,
    // Nobody is shown the rows of a run that is at work, and it is asked for every second.
    counts: isActive(run.state) ? [] : await countChanges(tx, id),
    causes: isWaiting(run.state) ? await causesOfRemovals(tx, run) : [],
    groupCounts: isWaiting(run.state) ? await countGroupChanges(tx, id) : [],
    irrevocable: await readIrrevocable(tx, id),
    undelivered: await countUndelivered(tx, id),
    toReview: await countToReview(tx),
    refusedThere: await listExports(tx, 'refused', namedAtMost, id),
    changedThere: await listExports(tx, 'drifted', namedAtMost, id),
    timeZone,
  })
}

/** The run that carries an approved plan out, or the plan that a run carries out. */
async function relatedTo(tx: OrganizationTransaction, run: Run): Promise<RelatedRun | null> {
  const approval = await readApproval(tx, run.approvesRunId ?? run.id)
  if (!approval) return null
  const carriesOut = run.approvesRunId !== null
  const other = await readRun(tx, carriesOut ? approval.runId : approval.usedByRunId)
  if (!other) return null
  const approvedBy = await readAdministratorName(tx, approval.approvedBy)
  return { id: other.id, number: other.number, carriesOut, approvedBy, reason: approval.reason }
}

/** Who said no to a plan, and why, as the record has it. */
async function rejectionOf(tx: OrganizationTransaction, id: string): Promise<Rejection | null> {
  const entry = await readLastAudit(tx, { kind: 'run', id }, ['run.rejected'])
  if (!entry) return null
  const { reason } = JSON.parse(entry.details) as { reason: string }
  return { name: await readAdministratorName(tx, entry.actorId), reason, at: entry.at }
}
