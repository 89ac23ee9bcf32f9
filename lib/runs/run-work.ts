import type { DirectorySource } from '@/lib/directory/source'
import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import type { Run } from '@/lib/store/runs'
import { updateRun } from '@/lib/store/runs'
import { holdFence, LeaseLost, readLease } from '@/lib/store/runs-lease'
import { notWaitingForTheDisk } from '@/lib/store/whole-run'
import { RunCancelled, RunPaused } from './fault'
import type { Slot } from './slot'

/** Where a test may stop the world. */
export type Failpoint =
  | 'part-staged'
  | 'part-carried'
  | 'page-mapped'
  | 'page-decided'
  | 'addresses-parked'
  | 'groups-decided'
  | 'members-compared'
  | 'batch-open'
  | 'batch-committed'

/** A claimed run and what is needed to carry it on. */
export type RunWork = {
  organizationId: string
  runId: string
  /** Of the claim; a writer with an older one commits nothing. */
  fence: number
  source: DirectorySource
  /** Names what the source signs in with (lib/connectors/target), so that a refusal can be remembered. */
  credentials?: string
  /** Ends the work between two steps; the run is resumed later. */
  signal: AbortSignal
  /** The time for which it may work at a stretch; a worker has no end of it. */
  slot?: Slot
  /** The clock of decisions about people; leases go by the database's. */
  now?: () => Date
  /** Called at each failpoint; a test throws from it to stand in for a killed worker. */
  failpoint?: (point: Failpoint) => void | Promise<void>
}

/**
 * A transaction that commits only while the claim holds. Every write of a run goes through it.
 * @throws LeaseLost, RunCancelled, RunPaused
 */
export function fenced<T>(work: RunWork, write: (tx: OrganizationTransaction, run: Run) => Promise<T>): Promise<T> {
  if (work.signal.aborted) throw new RunPaused('The worker is stopping')
  return inOrganization(work.organizationId, async tx => {
    const run = await holdFence(tx, work.runId, work.fence)
    if (run.cancelRequestedAt !== null) throw new RunCancelled('An admin asked to stop')
    return write(tx, run)
  })
}

/**
 * The same for a write that takes long and has nothing to ask of the run: the claim is looked at before, and held from the
 * end of the write to the commit only, so that several may be under way at once. @throws LeaseLost, RunCancelled, RunPaused
 */
export async function fencedLast(work: RunWork, write: (tx: OrganizationTransaction) => Promise<void>): Promise<void> {
  if (work.signal.aborted) throw new RunPaused('The worker is stopping')
  try {
    await inOrganization(work.organizationId, async tx => {
      await proveClaim(tx, work)
      await write(tx)
      await holdFence(tx, work.runId, work.fence)
    })
  } catch (error) {
    // What the next worker wrote already may be in the way of whoever lost the claim meanwhile.
    await reading(work, tx => proveClaim(tx, work))
    throw error
  }
}

async function proveClaim(tx: OrganizationTransaction, { runId, fence }: RunWork): Promise<void> {
  const lease = await readLease(tx, runId, fence)
  if (lease === null) throw new LeaseLost(`The claim ${fence} on run ${runId} is over`)
  if (lease.cancelRequested) throw new RunCancelled('An admin asked to stop')
}

/** A page of a plan: as above, and nobody waits for the disk, because planning begins anew when it is resumed. */
export const planned = (work: RunWork, write: (tx: OrganizationTransaction) => Promise<void>): Promise<void> =>
  fencedLast(work, async tx => {
    await notWaitingForTheDisk(tx)
    await write(tx)
  })

/** So many such writes are under way at once. */
export const writesAtOnce = 2

export const reading = <T>(work: RunWork, read: (tx: OrganizationTransaction) => Promise<T>): Promise<T> =>
  inOrganization(work.organizationId, read)

export const nowOf = (work: RunWork): Date => work.now?.() ?? new Date()

/** Tells how far the run is, in people. */
export const tellProgress = (work: RunWork, progress: Run['progress']): Promise<void> =>
  fenced(work, tx => updateRun(tx, work.runId, { progress }))
