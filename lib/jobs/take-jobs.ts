import type { PgBoss } from 'pg-boss'
import type { Queue } from '@/db/queues'
import type { Job } from './boss'
import { log } from './log'

/** How a worker takes the jobs of a queue. */
export type Taking = {
  /** So many in hand at most. */
  most: number
  /** Those that were taken at once are worked on as one; otherwise each is on its own, and a slow one keeps none waiting. */
  together?: boolean
}

/** Between two looks at a queue in which there was nothing. */
const milliseconds = 500

/**
 * Takes jobs whenever there is room for some, as many as there is room for, and ticks off what has ended meanwhile, in one
 * statement each: the busier it is, the fewer statements a job costs. Ends when told to stop and nothing is in hand.
 */
export async function takeJobs(
  boss: PgBoss,
  queue: Queue,
  { most, together = false }: Taking,
  work: (jobs: readonly Job[]) => Promise<unknown>,
  stopping: AbortSignal,
): Promise<void> {
  const inHand = new Set<Promise<void>>()
  const ended: string[] = []
  let ring = () => {}
  stopping.addEventListener('abort', () => ring(), { once: true })
  while (!stopping.aborted) {
    const failed = await look().then(
      () => false,
      error => {
        log().warn({ queue, error }, 'jobs')
        return true
      },
    )
    // What ended during the look is ticked off at once, and there may be another job where there was one. A database that
    // does not answer is given time, whatever there is to tick off.
    if ((failed || ended.length === 0) && !stopping.aborted) await rung()
  }
  await Promise.all(inHand)
  await tickOff().catch(error => log().warn({ queue, error }, 'jobs'))

  async function look(): Promise<void> {
    await tickOff()
    const room = together && inHand.size > 0 ? 0 : most - inHand.size
    if (room === 0) return
    const jobs = await boss.fetch<Job>(queue, { batchSize: room })
    const pieces = together && jobs.length > 0 ? [jobs] : jobs.map(job => [job])
    for (const piece of pieces) begin(piece)
  }

  function begin(jobs: readonly { id: string; data: Job }[]): void {
    const piece = work(jobs.map(({ data }) => data))
      .catch(error => log().error({ queue, error }, 'job'))
      .then(() => {
        inHand.delete(piece)
        ended.push(...jobs.map(({ id }) => id))
        ring()
      })
    inHand.add(piece)
  }

  async function tickOff(): Promise<void> {
    if (ended.length === 0) return
    const some = [...ended]
    await boss.complete(queue, some)
    ended.splice(0, some.length)
  }

  function rung(): Promise<void> {
    return new Promise(resolve => {
      const timer = setTimeout(resolve, milliseconds)
      ring = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}
