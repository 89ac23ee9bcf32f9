import { setTimeout as wait } from 'node:timers/promises'
import { startChild } from '@/lib/launch/child'
import type { Bench } from '../row'

/** What the database is asked while agents wait for work. */
export type Idle = {
  agents: number
  /** Statements a second, those that begin and end transactions included: without any agent, and with all. */
  without: number
  withAll: number
  /** Connections that were at work or in a transaction, at each look: on average, and at most. */
  busy: number
  mostBusy: number
}

/** Seconds of each count, and before it; agents' polls last for 25. */
const seconds = { calming: 20, without: 30, arriving: 40, withAll: 60 }

/** Counts by the server's own statistics (pg_stat_statements, pg_stat_activity). */
export async function measureIdle(
  bench: Bench,
  { portal, keysFile, agents }: { portal: string; keysFile: string; agents: number },
  say: (text: string) => void,
): Promise<Idle> {
  await bench.database.sql`create extension if not exists pg_stat_statements`
  await wait(seconds.calming * 1000)
  const without = await count(bench, seconds.without)
  const idle = startChild(import.meta.dirname, 'idle-agents', [JSON.stringify({ portal, keysFile })])
  try {
    await idle.ready
    await wait(seconds.arriving * 1000)
    const [contact] = await bench.database.sql<{ count: number }[]>`
      select count(*)::int from agents where host = 'bench' or last_contact_at > now() - interval '40 seconds'`
    if ((contact?.count ?? 0) < agents) throw new Error(`Of ${agents} agents only ${contact?.count} are there`)
    const withAll = await count(bench, seconds.withAll)
    say(`idle agents: ${JSON.stringify({ without, withAll })}`)
    const { busy, mostBusy } = withAll
    return { agents, without: without.perSecond, withAll: withAll.perSecond, busy, mostBusy }
  } finally {
    await idle.stop(20)
  }
}

async function count({ database: { sql } }: Bench, length: number) {
  await sql`select pg_stat_statements_reset()`
  const began = performance.now()
  const busy: number[] = []
  for (let second = 0; second < length; second++) {
    await wait(1000)
    const [active] = await sql<{ count: number }[]>`
      select count(*)::int from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'`
    busy.push(active?.count ?? 0)
  }
  const took = (performance.now() - began) / 1000
  const [all] = await sql<{ calls: number }[]>`select sum(calls)::int as calls from pg_stat_statements`
  // Our own looks are not the agents'.
  const calls = (all?.calls ?? 0) - length
  return {
    perSecond: calls / took,
    busy: busy.reduce((sum, one) => sum + one, 0) / busy.length,
    mostBusy: Math.max(...busy),
  }
}
