import { sql } from 'drizzle-orm'
import type { Transaction } from '@/db/client'

/** What an operator watches, over all organizations and without naming any. Ages are in seconds; null = there is none. */
export type OperationFigures = {
  /** Runs by state: those at work or waiting now, and all that ended and are still kept. */
  runs: { state: string; kind: string; count: number }[]
  connectors: { state: string; count: number }[]
  /** How long the oldest run has been waiting for a worker. */
  oldestQueuedRun: number | null
  /** Effects that wait to be delivered. */
  outbox: { waiting: number; oldest: number | null }
  workers: number
}

type Row = {
  runs: OperationFigures['runs'] | null
  connectors: OperationFigures['connectors'] | null
  oldest_queued: number | null
  waiting: number
  oldest_waiting: number | null
  workers: number
}

/** @param silenceSeconds a worker not heard of for longer does not count */
export async function readOperationFigures(tx: Transaction, silenceSeconds: number): Promise<OperationFigures> {
  const [row] = await tx.execute<Row>(sql`
    select
      (select json_agg(r) from (select state, kind, count(*)::int as count from runs group by state, kind) r) as runs,
      (select json_agg(c) from (select state, count(*)::int as count from connectors where deleted_at is null group by state) c) as connectors,
      (select extract(epoch from clock_timestamp() - min(created_at))::float8 from runs where state = 'queued')
        as oldest_queued,
      (select count(*)::int from outbox where done_at is null) as waiting,
      (select extract(epoch from clock_timestamp() - min(created_at))::float8 from outbox where done_at is null)
        as oldest_waiting,
      (select count(*)::int from workers
        where seen_at > clock_timestamp() - make_interval(secs => ${silenceSeconds}::float8)) as workers`)
  return {
    runs: row?.runs ?? [],
    connectors: row?.connectors ?? [],
    oldestQueuedRun: row?.oldest_queued ?? null,
    outbox: { waiting: row?.waiting ?? 0, oldest: row?.oldest_waiting ?? null },
    workers: row?.workers ?? 0,
  }
}
