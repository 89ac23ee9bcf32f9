import { noteRefusal } from '@/lib/connectors/refused-sign-ins'
import { isRefusedSignIn } from '@/lib/directory/read-fault'
import { readApproval } from '@/lib/store/approvals'
import { inOrganization } from '@/lib/store/organization'
import { type Run, readRun, updateRun } from '@/lib/store/runs'
import { holdFence, LeaseLost, releaseLease } from '@/lib/store/runs-lease'
import { isActive, type RunState } from '@/lib/sync/run-state'
import { applyRun } from './apply-run'
import { isTooOld } from './approve-run'
import { endRead } from './end-run'
import { faultOf, RunCancelled, type RunFault, RunPaused, runFailure } from './fault'
import { importSnapshot } from './import-snapshot'
import { planRevert } from './plan-revert'
import { planRun } from './plan-run'
import { putOff, triesAgain } from './retry'
import { fenced, nowOf, type RunWork, reading } from './run-work'

/** Where the work stands now: the run's state, or why it is with somebody else. */
export type Advanced = RunState | 'paused' | 'lost'

/**
 * Looks at the run's state, does that state's work, and goes on until the run ends, the signal says stop, or the claim is
 * over. Reading and planning begin anew when they are resumed; applying goes on where it was.
 * @throws what is no fault of the run: a lost database, a bug. The run stays as it is.
 */
export async function advanceRun(work: RunWork): Promise<Advanced> {
  try {
    for (;;) {
      const run = await reading(work, tx => readRun(tx, work.runId))
      if (!run) return 'lost'
      if (!isActive(run.state)) return run.state
      await step(work, run)
    }
  } catch (error) {
    return stop(work, error)
  }
}

async function step(work: RunWork, run: Run): Promise<void> {
  // Reading looks at its slot itself; whatever else there is to do is done in one go, or batch by batch.
  if (run.state !== 'importing' && work.slot?.isWorthBeginning() === false) throw new RunPaused('The slot is over')
  switch (run.state) {
    case 'queued':
      return begin(work, run)
    case 'importing':
      return importSnapshot(work, run)
    case 'planning':
      return run.kind === 'revert' ? planRevert(work, run) : planRun(work, run)
    default:
      return applyRun(work, run)
  }
}

function begin(work: RunWork, run: Run): Promise<void> {
  return fenced(work, async tx => {
    const approval = run.approvesRunId === null ? null : await readApproval(tx, run.approvesRunId)
    if (approval && isTooOld(approval, nowOf(work))) throw runFailure('hold-expired')
    // What a revert undoes stands in the database.
    await updateRun(tx, work.runId, { state: run.kind === 'revert' ? 'planning' : 'importing' })
  })
}

async function stop(work: RunWork, error: unknown): Promise<Advanced> {
  if (error instanceof LeaseLost) return 'lost'
  // A read that ends because the worker stops is no fault of the directory.
  if (error instanceof RunPaused || (work.signal.aborted && !(error instanceof RunCancelled))) return pause(work)
  if (error instanceof RunCancelled) return end(work, 'cancelled', { code: 'cancelled-by-admin', args: {} })
  const fault = faultOf(error)
  if (fault === null) throw error
  const run = await reading(work, tx => readRun(tx, work.runId))
  return run && triesAgain(run, fault) ? later(work, fault) : end(work, 'failed', fault)
}

/** Gives the run back for another worker, or ends it when that is what an admin asked for. */
async function pause(work: RunWork): Promise<Advanced> {
  const run = await reading(work, tx => readRun(tx, work.runId))
  if (run?.cancelRequestedAt) return end(work, 'cancelled', { code: 'cancelled-by-admin', args: {} })
  await reading(work, tx => releaseLease(tx, work.runId, work.fence))
  return 'paused'
}

async function later(work: RunWork, fault: RunFault): Promise<Advanced> {
  try {
    await putOff(work, fault)
    return 'paused'
  } catch (error) {
    if (error instanceof LeaseLost) return 'lost'
    throw error
  }
}

/** Ends the run as failed or cancelled, unless somebody else has it by now. */
export async function end(
  work: Pick<RunWork, 'organizationId' | 'runId' | 'fence' | 'credentials'>,
  state: 'failed' | 'cancelled',
  fault: RunFault,
): Promise<Advanced> {
  const { credentials } = work
  try {
    await inOrganization(work.organizationId, async tx => {
      const run = await holdFence(tx, work.runId, work.fence)
      await endRead(tx, run, state, fault)
      if (credentials && isRefusedSignIn(fault.code))
        await noteRefusal(tx, run.connectorId, { credentials, live: run.kind !== 'preview' })
    })
    return state
  } catch (error) {
    if (error instanceof LeaseLost) return 'lost'
    throw error
  }
}
