import { PgBoss } from 'pg-boss'
import { type Queue, queueSchema } from '@/db/queues'
import { env } from '@/lib/env'
import { log } from './log'

/** What a job carries: ids only. */
export type Job = { organizationId: string; id: string }

/** Nobody waits for the disk on account of a job: one that a broken server forgets, or does twice, changes nothing. */
const forgetful = { options: '-c synchronous_commit=off' }

/** pg-boss on the restricted role: its schema and queues were made by the migration. */
export function createBoss(options: { max: number; supervise: boolean }): PgBoss {
  // A pooler refuses options that it does not know.
  const isPooled = env().ENROLLMENT_DATABASE_POOLER === 'transaction'
  const boss = new PgBoss({
    connectionString: env().DATABASE_URL,
    schema: queueSchema,
    migrate: false,
    createSchema: false,
    schedule: false,
    reindex: false,
    monitorVacuum: false,
    application_name: 'enrollment jobs',
    ...(isPooled ? {} : forgetful),
    ...options,
  })
  boss.on('error', error => log().warn({ error }, 'pg-boss'))
  return boss
}

/** The ids that the jobs of a queue carry which no worker has taken yet. */
export async function listWaiting(boss: PgBoss, queue: Queue): Promise<Set<string>> {
  const statement = `select data ->> 'id' as id from ${queueSchema}.job where name = $1 and state = 'created'`
  const { rows } = await boss.getDb().executeSql(statement, [queue])
  return new Set(rows.map(({ id }) => String(id)))
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
