import { fork } from 'node:child_process'
import { createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import type { Sql } from 'postgres'
import { provideEnvironment } from '@/lib/env'
import { createBoss } from '@/lib/jobs/boss'
import { reconcile } from '@/lib/jobs/reconcile'
import { startChild } from '@/lib/launch/child'
import { closeDatabase } from '@/lib/store/organization'
import type { DatabaseServer } from '../database-server'
import type { Table } from '../layout'
import { addOrganizations, addStalled, allDue, schedules } from './due-organizations'

const organizations = 10_000
/** Of them, how many are carried to their end for the throughput. */
const carried = 2_000
const stalledOrganizations = 20
const calls = 20
const secret = 'a-secret-of-a-clock'

type Line = { what: string; measured: string; aim: string }

/** Everybody is due in the same minute: how long until all are enqueued, started and ended, and who waits for whom. */
export async function measureSchedules(
  database: DatabaseServer,
  programs: string,
  say: (text: string) => void,
): Promise<Table> {
  const { sql } = database
  provideEnvironment({
    DATABASE_URL: database.portalUrl,
    ENROLLMENT_SECRET: database.secret,
    ENROLLMENT_DIRECTORY_NETWORKS: '127.0.0.0/8',
    ENROLLMENT_SPREAD_SECONDS: '0',
    CRON_SECRET: secret,
    LOG_LEVEL: 'silent',
  })
  await addOrganizations(sql, organizations)
  const lines: Line[] = []
  const note = (line: Line) => {
    say(`   ${line.what}: ${line.measured}`)
    lines.push(line)
  }
  try {
    note(await enqueue(sql))
    for (const workers of [1, 4]) note(await throughput(sql, programs, workers))
    note(await cronRoute(sql, programs))
    for (const line of await behindStalled(sql, programs)) note(line)
  } finally {
    await closeDatabase()
  }
  return {
    title: `${organizations.toLocaleString('en-US')} organizations due in the same minute`,
    head: ['', 'measured', 'aim'],
    lines: lines.map(({ what, measured, aim }) => [what, measured, aim]),
  }
}

async function enqueue(sql: Sql): Promise<Line> {
  await allDue(sql, organizations)
  const boss = createBoss({ max: 2, supervise: false })
  await boss.start()
  const began = performance.now()
  await reconcile(boss, { id: 'bench', version: 'bench' })
  const seconds = (performance.now() - began) / 1000
  await boss.stop({ graceful: false })
  const [row] = await sql<
    { jobs: number }[]
  >`select count(*)::int as jobs from pgboss.job where name = 'start-scheduled'`
  return { what: 'one look enqueues all of them', measured: `${seconds.toFixed(2)} s, ${row?.jobs} jobs`, aim: '5 s' }
}

/**
 * A job starts a run, another one carries it to its end. Counted from the first run's beginning to the last one's end: how
 * long it takes until a worker looks for what is due is a setting.
 */
async function throughput(sql: Sql, programs: string, count: number): Promise<Line> {
  await allDue(sql, 0)
  const seconds = await withWorkers(programs, count, async () => {
    await allDue(sql, carried)
    await until(async () => (await ended(sql)) >= carried)
    const [row] = await sql<{ seconds: number }[]>`
      select extract(epoch from max(finished_at) - min(created_at))::float as seconds from runs`
    return row?.seconds ?? Number.NaN
  })
  const jobs = Math.round((2 * carried) / seconds)
  return {
    what: `${count} ${count === 1 ? 'worker starts' : 'workers start'} and end ${carried.toLocaleString('en-US')} runs`,
    measured: `${seconds.toFixed(1)} s, ${jobs} jobs/s, ${await twice(sql)} twice`,
    aim: count === 4 ? '500 jobs/s, 0 twice' : '0 twice',
  }
}

async function cronRoute(sql: Sql, programs: string): Promise<Line> {
  const due = 200
  await allDue(sql, due)
  const began = performance.now()
  const answers = await Promise.all(Array.from({ length: calls }, () => call(programs)))
  const seconds = (performance.now() - began) / 1000
  const started = answers.reduce((sum, { started }) => sum + (started ?? 0), 0)
  return {
    what: `the cron route, called ${calls} times at once with ${due} due`,
    measured: `${seconds.toFixed(1)} s, ${started} started, ${await twice(sql)} twice`,
    aim: `${due} started, 0 twice`,
  }
}

/** A process per call, as on a serverless host. */
function call(programs: string): Promise<Record<string, number>> {
  return new Promise((resolve, reject) => {
    const invoked = fork(`${programs}/visit.mjs`, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    invoked.once('error', reject)
    invoked.once('message', ({ body }: { body: string }) => {
      invoked.kill('SIGKILL')
      resolve(JSON.parse(body))
    })
    invoked.send({ authorization: `Bearer ${secret}` })
  })
}

/** How long the others wait for their worker, without and beside organizations whose directory never answers. */
async function behindStalled(sql: Sql, programs: string): Promise<Line[]> {
  const silent = createServer(() => undefined)
  await new Promise<void>(resolve => silent.listen(0, '127.0.0.1', resolve))
  const address = silent.address()
  const port = typeof address === 'object' && address ? address.port : 0
  provideEnvironment({ ENROLLMENT_DIRECTORY_PORTS: String(port) })
  const some = 500
  const lines: Line[] = []
  try {
    for (const stalled of [0, stalledOrganizations]) {
      for (let at = 0; at < stalled; at++) await addStalled(port)
      await schedules(sql)
      const longest = await withWorkers(programs, 1, async () => {
        await allDue(sql, some)
        await until(async () => (await ended(sql)) >= some)
        const [row] = await sql<{ longest: number }[]>`
          select extract(epoch from max(r.started_at - r.created_at))::float as longest from runs r
          join connectors c on c.id = r.connector_id where c.name = 'Directory'`
        return row?.longest ?? 0
      })
      const beside = stalled === 0 ? 'with nobody stalled' : `beside ${stalled} whose directory never answers`
      lines.push({
        what: `longest wait of ${some} for the one worker, ${beside}`,
        measured: `${longest.toFixed(1)} s`,
        aim: stalled === 0 ? '' : 'nobody waits for another’s directory',
      })
    }
  } finally {
    silent.close()
  }
  return lines
}

async function withWorkers<T>(programs: string, count: number, work: () => Promise<T>): Promise<T> {
  const workers = Array.from({ length: count }, () => startChild(programs, 'worker'))
  try {
    await Promise.all(workers.map(({ ready }) => ready))
    return await work()
  } finally {
    await Promise.all(workers.map(worker => worker.stop(20)))
  }
}

async function until(done: () => Promise<boolean>): Promise<void> {
  for (let left = 6_000; !(await done()); left--) {
    if (left === 0) throw new Error('The schedules never came to an end')
    await wait(100)
  }
}

async function ended(sql: Sql): Promise<number> {
  const [row] = await sql<{ ended: number }[]>`
    select count(*)::int as ended from runs r join connectors c on c.id = r.connector_id
    where r.finished_at is not null and c.name = 'Directory'`
  return row?.ended ?? 0
}

/** Connectors with more than one run; the database's own keys hold beside. */
async function twice(sql: Sql): Promise<number> {
  const [row] = await sql<{ twice: number }[]>`
    select count(*)::int as twice from (select from runs group by connector_id having count(*) > 1) t`
  return row?.twice ?? 0
}
