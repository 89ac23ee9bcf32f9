import type { PgBoss } from 'pg-boss'
import type { Queue } from '@/db/queues'
import { env } from '@/lib/env'
import { expirePlans } from '@/lib/runs/expire-plans'
import { noticeRestore } from '@/lib/runs/notice-restore'
import { resumePaused } from '@/lib/runs/resume-paused'
import { acrossOrganizations, type Transaction } from '@/lib/store/organization'
import { listDueMessengers } from '@/lib/store/remote-messenger'
import { listDueReviews } from '@/lib/store/review-jobs'
import { type Due, listDueDirectoryJobs, listDueOutboxes, listDueRuns, listDueSchedules } from '@/lib/store/runs-due'
import { listOpenAdoptions } from '@/lib/store/team-adoptions'
import { reportWorker } from '@/lib/store/workers'
import { expireRequests } from '@/lib/teams/answer-request'
import { expireSpendRequests } from '@/lib/teams/spend-request'
import { listWaiting, send } from './boss'

/** How much one look sends again; what is beyond it is older work's turn next time. */
const most = 10_000

/** What there is to do of each kind, oldest first. */
export async function listDue(tx: Transaction): Promise<Record<Queue, Due[]>> {
  return {
    'start-scheduled': await listDueSchedules(tx, most),
    'advance-run': await listDueRuns(tx, most),
    'directory-job': await listDueDirectoryJobs(tx, most),
    review: await listDueReviews(tx, most),
    'team-adoption': await listOpenAdoptions(tx, most),
    outbox: await listDueOutboxes(tx, most),
    messenger: await listDueMessengers(tx, most),
  }
}

/**
 * One look: a database that was restored is noticed, plans and questions that waited too long end, and so do pauses whose day has come; this worker says that it lives, and what is due, queued or orphaned is sent.
 * What waits for a worker already is not sent: where there is much to do, everything would otherwise be sent again at every look.
 */
export async function reconcile(boss: PgBoss, worker: { id: string; version: string }): Promise<void> {
  await noticeRestore()
  await expirePlans()
  await expireRequests()
  await expireSpendRequests()
  await resumePaused()
  const due = await acrossOrganizations('look for due work', async tx => {
    await reportWorker(tx, worker.id, worker.version)
    return listDue(tx)
  })
  const throttle = env().ENROLLMENT_RECONCILE_SECONDS
  for (const queue of Object.keys(due) as Queue[]) {
    if (due[queue].length === 0) continue
    const waiting = await listWaiting(boss, queue)
    const missing = due[queue].filter(({ id }) => !waiting.has(id))
    await send(boss, queue, missing, throttle)
  }
}
