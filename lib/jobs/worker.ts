import { randomUUID } from 'node:crypto'
import type { PgBoss } from 'pg-boss'
import type { Queue } from '@/db/queues'
import { lookForAgents } from '@/lib/agents/look-for-agents'
import { tidyAgents } from '@/lib/agents/tidy'
import { env } from '@/lib/env'
import { deliverOutbox } from '@/lib/messenger/deliver-outbox'
import { workOnMessenger } from '@/lib/messenger/work-on-messenger'
import { deliverEffects } from '@/lib/notify/deliver-effects'
import { lookForMessengers } from '@/lib/notify/look-for-messengers'
import { lookForSilence } from '@/lib/notify/look-for-silence'
import { tellAlerts } from '@/lib/notify/tell-alerts'
import { startMetricsServer } from '@/lib/operations/metrics-server'
import { keepHistory } from '@/lib/runs/keep-history'
import { startScheduled } from '@/lib/runs/start-scheduled'
import { acrossOrganizations } from '@/lib/store/organization'
import { forgetWorker } from '@/lib/store/workers'
import { remindPeople } from '@/lib/unmanaged/remind-people'
import packageJson from '@/package.json' with { type: 'json' }
import { createBoss, type Job } from './boss'
import { eachOf } from './each-of'
import { log } from './log'
import { reconcile } from './reconcile'
import { type Taking, takeJobs } from './take-jobs'
import { wakeForRuns } from './wake'
import { workOnAdoption } from './work-on-adoption'
import { workOnDirectoryJob } from './work-on-directory-job'
import { workOnReviewJob } from './work-on-review'
import { workOnRun } from './work-on-run'

/**
 * Jobs of each kind that a worker has in hand at once. A run mostly waits for its directory, a page waits for a directory
 * job, and starting a run is over in a moment.
 */
const takings: Record<Queue, Taking> = {
  'start-scheduled': { most: 50, together: true },
  'advance-run': { most: 8 },
  'directory-job': { most: 8 },
  review: { most: 2 },
  'team-adoption': { most: 2 },
  outbox: { most: 1 },
  messenger: { most: 4 },
}
/** Runs started at the same time; each needs a connection to the database for a moment. */
const startsAtOnce = 5
const minute = 60_000
const hour = 60 * minute

type Handler = (jobs: readonly Job[], owner: string, stopping: AbortSignal) => Promise<unknown>
const handlers: Record<Queue, Handler> = {
  'start-scheduled': startThese,
  'advance-run': eachAlone(workOnRun),
  'directory-job': eachAlone(workOnDirectoryJob),
  review: eachAlone(workOnReviewJob),
  'team-adoption': eachAlone(workOnAdoption),
  outbox: eachAlone(async ({ organizationId }) => {
    await deliverOutbox(organizationId)
    await tellAlerts(organizationId)
    await deliverEffects(organizationId)
  }),
  messenger: eachAlone(({ organizationId }, owner, signal) => workOnMessenger(organizationId, { owner, signal })),
}

function eachAlone(work: (job: Job, owner: string, stopping: AbortSignal) => Promise<unknown>): Handler {
  return async (jobs, owner, stopping) => {
    for (const job of jobs) if (!stopping.aborted) await work(job, owner, stopping)
  }
}

/** Starts runs, and then wakes workers for all of them at once. */
async function startThese(jobs: readonly Job[], _: string, stopping: AbortSignal): Promise<void> {
  const started: Job[] = []
  const start = eachOf(jobs, startsAtOnce, async ({ organizationId, id }) => {
    if (stopping.aborted) return
    const { runId } = await startScheduled(organizationId, id)
    if (runId) started.push({ organizationId, id: runId })
  })
  await start.finally(() => wakeForRuns(started))
}

/**
 * Starts taking jobs, and looking for due and orphaned work. `stop` finishes the batch at hand and gives the runs back,
 * so that another worker resumes them at once.
 */
export async function startWorker(): Promise<{ stop(): Promise<void> }> {
  const worker = { id: randomUUID(), version: packageJson.version }
  const stopping = new AbortController()
  const boss = createBoss({ max: 4, supervise: true })
  await boss.start()
  const taking = (Object.keys(takings) as Queue[]).map(queue => {
    const work = (jobs: readonly Job[]) => handlers[queue](jobs, worker.id, stopping.signal)
    return takeJobs(boss, queue, takings[queue], work, stopping.signal)
  })
  const { ENROLLMENT_METRICS_PORT: port, ENROLLMENT_METRICS_HOST: host } = env()
  const metrics = port === undefined ? null : await startMetricsServer(host, port)
  const looking = Promise.all([
    lookAgain(boss, worker, stopping.signal),
    doAgain('history', hour, keepHistory, stopping.signal),
    doAgain('silence', minute, lookForSilence, stopping.signal),
    lookForAgentsAgain(stopping.signal),
    doAgain('messengers', minute, lookForMessengers, stopping.signal),
    doAgain('agents', 10 * minute, tidyAgents, stopping.signal),
    doAgain('requests', minute, remindPeople, stopping.signal),
  ])
  return { stop }

  async function stop(): Promise<void> {
    stopping.abort()
    await Promise.allSettled([...taking, looking])
    await metrics?.stop()
    await boss.stop({ graceful: true, timeout: 5_000 })
    await acrossOrganizations('sign off a worker', tx => forgetWorker(tx, worker.id))
  }
}

/** Looks at once and then at every interval until told to stop; a look that fails is repeated at the next. */
async function lookAgain(boss: PgBoss, worker: { id: string; version: string }, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    await reconcile(boss, worker).catch(error => log().warn({ error }, 'reconcile'))
    await pause(env().ENROLLMENT_RECONCILE_SECONDS * 1000, stopping)
  }
}

/** After a pause: while everything here stood still no agent could be in touch, and none is called offline for that. */
async function lookForAgentsAgain(stopping: AbortSignal): Promise<void> {
  await pause(env().ENROLLMENT_AGENT_OFFLINE_MINUTES * minute, stopping)
  await doAgain('agents away', minute, lookForAgents, stopping)
}

/** Several workers that do the same at once only find less to do. */
async function doAgain(what: string, every: number, work: () => Promise<void>, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    await work().catch(error => log().warn({ error }, what))
    await pause(every, stopping)
  }
}

function pause(milliseconds: number, stopping: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const done = () => {
      clearTimeout(timer)
      stopping.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    stopping.addEventListener('abort', done, { once: true })
  })
}
