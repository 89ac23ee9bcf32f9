import { PgBoss } from 'pg-boss'
import { type Queue, queueSchema } from '@/db/queues'
import { env } from '@/lib/env'
import { log } from './log'

/** What a job carries: ids only. */
export type Job = { organizationId: string; id: string }

/** pg-boss on the restricted role: its schema and queues were made by the migration. */
export function createBoss(options: { max: number; supervise: boolean }): PgBoss {
  const boss = new PgBoss({
    connectionString: env().DATABASE_URL,
    schema: queueSchema,
    migrate: false,
    createSchema: false,
    schedule: false,
    reindex: false,
    monitorVacuum: false,
    application_name: 'enrollment jobs',
    ...options,
  })
  boss.on('error', error => log().warn({ error }, 'pg-boss'))
  return boss
}

/** Jobs of a queue that no worker has taken yet. */
export async function countWaiting(boss: PgBoss, queue: Queue): Promise<number> {
  const statement = `select count(*)::int as waiting from ${queueSchema}.job where name = $1 and state = 'created'`
  const { rows } = await boss.getDb().executeSql(statement, [queue])
  return Number(rows[0]?.waiting ?? 0)
}

/** Long enough for the longest run; what a job wakes has a lease of its own, so expiring would only add noise. */
const expireInSeconds = 23 * 3600

/**
 * Sends jobs, all in one statement. With a throttle, at most one per id and slot of that many seconds.
 * pg-boss retries nothing: the reconciler sends again what is still due.
 */
export async function send(boss: PgBoss, queue: Queue, jobs: readonly Job[], throttleSeconds?: number): Promise<void> {
  if (jobs.length === 0) return
  const throttle = (job: Job) =>
    throttleSeconds === undefined
      ? {}
      : { singletonKey: job.id, singletonSeconds: Math.max(1, Math.ceil(throttleSeconds)) }
  const kept = { retryLimit: 0, expireInSeconds, deleteAfterSeconds: 3600 }
  await boss.insert(
    queue,
    jobs.map(data => ({ data, ...kept, ...throttle(data) })),
  )
}
