import { recordAudit } from '@/lib/audit/record'
import { moveChanges } from '@/lib/store/changes-states'
import { moveGroupChanges } from '@/lib/store/group-changes'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { type Run, readRun, updateRun } from '@/lib/store/runs'
import { deleteOldSnapshots } from '@/lib/store/snapshots'
import type { RunState } from '@/lib/sync/run-state'
import { alertOfRun } from './alert-of-run'
import type { RunFault } from './fault'
import { reportGroups, reportRun } from './report-run'

type EndState = Extract<RunState, 'finished' | 'previewed' | 'held' | 'failed' | 'cancelled'>

/** Runs of a connector whose staged objects are kept, for looking a person up. */
const keptSnapshots = 2

/** Ends a run: its report, its time, its place in the record; and the lease is free. */
export async function endRun(
  tx: OrganizationTransaction,
  runId: string,
  state: EndState,
  fault: RunFault | null = null,
): Promise<void> {
  const run = await readRun(tx, runId)
  if (run) await endRead(tx, run, state, fault)
}

/** As `endRun`, of a run that was just read. */
export async function endRead(
  tx: OrganizationTransaction,
  run: Run,
  state: EndState,
  fault: RunFault | null,
): Promise<void> {
  const { id: runId } = run
  const early = state === 'failed' || state === 'cancelled'
  // Before there was anything to read or to plan nothing can be left of it.
  const isUnplanned = run.state === 'queued' || run.state === 'importing'
  if (early && !isUnplanned) await cancelPlanned(tx, runId)
  const unclear = fault?.code === 'report-does-not-add-up'
  const report = unclear ? null : await reportRun(tx, run)
  const groupReport = unclear ? null : await reportGroups(tx, run)
  const finishedAt = new Date()
  await updateRun(tx, runId, { state, fault, report, groupReport, finishedAt, leaseOwner: null, leaseUntil: null })
  await alertOfRun(tx, run, { state, fault, report, holds: run.holds, notices: run.notices }, finishedAt)
  if (run.state !== 'queued') await deleteOldSnapshots(tx, run.connectorId, keptSnapshots)
  await recordAudit(tx, {
    actor: { kind: 'run', id: runId },
    event: `run.${state}`,
    target: { kind: 'run', id: runId },
    runId,
    connectorVersion: run.connectorVersion,
    details: { number: run.number, report, ...(fault ? { fault: fault.code } : {}) },
  })
}

async function cancelPlanned(tx: OrganizationTransaction, runId: string): Promise<void> {
  const cancelled = { from: 'planned', to: 'cancelled', covers: 'everything' } as const
  await moveChanges(tx, runId, cancelled)
  await moveGroupChanges(tx, runId, cancelled)
}
