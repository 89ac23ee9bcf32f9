import { PgBoss } from 'pg-boss'
import type { Sql } from 'postgres'
import { portalRole } from './roles'

/** pg-boss' schema and the queues in it. Jobs carry ids only: losing or doubling one changes nothing. */
export const queueSchema = 'pgboss'
export const queues = [
  'start-scheduled',
  'advance-run',
  'directory-job',
  'review',
  'team-adoption',
  'outbox',
  'messenger',
] as const
export type Queue = (typeof queues)[number]

/** Creates pg-boss' schema and our queues as the owner, so that portal and worker need no right to create anything. */
export async function installQueues(ownerUrl: string, sql: Pick<Sql, 'unsafe'>): Promise<void> {
  const boss = new PgBoss({
    connectionString: ownerUrl,
    schema: queueSchema,
    max: 1,
    supervise: false,
    schedule: false,
  })
  boss.on('error', () => {})
  try {
    await boss.start()
    for (const queue of queues) if (!(await boss.getQueue(queue))) await boss.createQueue(queue)
  } finally {
    await boss.stop({ graceful: false })
  }
  for (const grant of [
    `grant usage on schema ${queueSchema} to ${portalRole}`,
    `grant select, insert, update, delete on all tables in schema ${queueSchema} to ${portalRole}`,
    `grant usage, select on all sequences in schema ${queueSchema} to ${portalRole}`,
    `grant execute on all functions in schema ${queueSchema} to ${portalRole}`,
  ])
    await sql.unsafe(grant)
}
