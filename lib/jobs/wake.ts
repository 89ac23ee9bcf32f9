import type { PgBoss } from 'pg-boss'
import type { Queue } from '@/db/queues'
import { env } from '@/lib/env'
import { createBoss, type Job, send } from './boss'
import { log } from './log'

export type Wake =
  | { kind: 'run'; organizationId: string; runId: string }
  | { kind: 'directory-job'; organizationId: string; jobId: string }
  | { kind: 'review'; organizationId: string; reviewId: string }
  | { kind: 'team-adoption'; organizationId: string; adoptionId: string }

type Sender = { url: string | undefined; boss: Promise<PgBoss> }
const shared = globalThis as { enrollmentSender?: Sender }

/**
 * Tells a worker that there is something to do. Called after the commit; when it gets lost nothing is lost with it,
 * because the reconciler finds the row.
 */
export function wake(job: Wake): Promise<void> {
  const { organizationId } = job
  switch (job.kind) {
    case 'run':
      return tell('advance-run', [{ organizationId, id: job.runId }])
    case 'directory-job':
      return tell('directory-job', [{ organizationId, id: job.jobId }])
    case 'review':
      return tell('review', [{ organizationId, id: job.reviewId }])
    case 'team-adoption':
      return tell('team-adoption', [{ organizationId, id: job.adoptionId }])
  }
}

/** The same for an organization's other Messenger. */
export const wakeForMessenger = (organizationId: string): Promise<void> =>
  tell('messenger', [{ organizationId, id: organizationId }])

/** The same for many runs, at once. */
export const wakeForRuns = (runs: readonly Job[]): Promise<void> => tell('advance-run', runs)

async function tell(queue: Queue, jobs: readonly Job[]): Promise<void> {
  try {
    await send(await sender().boss, queue, jobs)
  } catch (error) {
    log().warn({ error, queue }, 'A worker could not be woken; the reconciler will')
  }
}

/** One sender per process, outliving a reload of this module. */
function sender(): Sender {
  const url = env().DATABASE_URL
  if (shared.enrollmentSender?.url !== url) shared.enrollmentSender = { url, boss: startSender() }
  return shared.enrollmentSender as Sender
}

async function startSender(): Promise<PgBoss> {
  const boss = createBoss({ max: 1, supervise: false })
  try {
    await boss.start()
    return boss
  } catch (error) {
    shared.enrollmentSender = undefined
    throw error
  }
}

/** Closes this process' connection to the queues; for programs that end, and for tests. */
export async function stopWaking(): Promise<void> {
  const open = shared.enrollmentSender
  shared.enrollmentSender = undefined
  const boss = await open?.boss.catch(() => undefined)
  await boss?.stop({ graceful: false })
}
