import { setTimeout as pause } from 'node:timers/promises'
import { type AccountDeed, accountDeeds, carryOut } from '@/lib/messenger/manage-accounts'
import { actorOf } from '@/lib/runs/actor'
import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import {
  claimReviewJob,
  finishReviewJob,
  holdReviewFence,
  type ReviewJob,
  releaseReviewJob,
  settleItems,
  waitingItems,
} from '@/lib/store/review-jobs'
import { LeaseLost } from '@/lib/store/runs-lease'
import { effectsOf } from './effects-of-review'

export type ReviewWork = {
  organizationId: string
  leaseSeconds: number
  signal: AbortSignal
  batch?: number
  /** Called inside a batch's transaction and after its commit; a test throws from it to stand in for a killed worker. */
  failpoint?: (point: 'batch-open' | 'batch-committed') => void | Promise<void>
}
export type ReviewEnd = 'finished' | 'left' | 'lost'

const usualBatch = 500
/** Between two looks at accounts that a run is writing. */
const busyPause = 250

/**
 * Claims a review job and carries it out, batch by batch; one that was begun goes on with whom it has not reached. A batch is
 * one transaction: the accounts, their items, the record and the mails, or nothing of it.
 */
export async function workOnReview(reviewId: string, work: ReviewWork): Promise<ReviewEnd> {
  const { organizationId, leaseSeconds, signal } = work
  const job = await inOrganization(organizationId, tx => claimReviewJob(tx, reviewId, leaseSeconds))
  if (!job) return 'left'
  try {
    for (let after: string | null = null; ; ) {
      if (signal.aborted) {
        await inOrganization(organizationId, tx => releaseReviewJob(tx, job))
        return 'left'
      }
      const { last, waiting } = await workOnBatch(job, work, after)
      await work.failpoint?.('batch-committed')
      if (last === null && waiting === 0) return 'finished'
      if (last === null) await pause(busyPause)
      after = last
    }
  } catch (error) {
    if (error instanceof LeaseLost) return 'lost'
    throw error
  }
}

/** @returns the last account of the batch; null behind the last one, with how many of the others were busy and wait still */
async function workOnBatch(job: ReviewJob, work: ReviewWork, after: string | null) {
  const { organizationId, leaseSeconds, batch = usualBatch } = work
  return inOrganization(organizationId, async tx => {
    await holdReviewFence(tx, job, leaseSeconds)
    const ids = await waitingItems(tx, job.id, { after, limit: batch })
    if (ids.length === 0) return endOf(tx, job)
    const deed = deedOf(job)
    const actor = actorOf(job.requestedBy)
    const { done, notReady, left } = await carryOut(tx, deed, { ids, actor, details: { reviewId: job.id } })
    await effectsOf(tx, job, deed, { done, left })
    await settleItems(tx, job.id, { done, refused: notReady })
    await work.failpoint?.('batch-open')
    return { last: ids.at(-1) ?? null, waiting: 0 }
  })
}

async function endOf(tx: OrganizationTransaction, job: ReviewJob): Promise<{ last: null; waiting: number }> {
  const waiting = await waitingItems(tx, job.id, { after: null, limit: 1 })
  if (waiting.length === 0) await finishReviewJob(tx, job.id)
  return { last: null, waiting: waiting.length }
}

function deedOf({ id, kind }: ReviewJob): AccountDeed {
  const deed = accountDeeds.find(one => one === kind)
  if (!deed) throw new Error(`The review ${id} is of the unknown kind ${kind}`)
  return deed
}
