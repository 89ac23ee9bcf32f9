import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import postgres, { type Sql } from 'postgres'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { env, provideEnvironment } from '@/lib/env'
import { bundleInto } from '@/lib/launch/bundles.mjs'
import { type Child, startChild } from '@/lib/launch/child'
import { root } from '@/lib/launch/program.mjs'
import { workerOptions } from '@/lib/launch/worker-options'
import { startRun } from '@/lib/runs/start-run'
import { partHash } from '@/lib/store/snapshots'
import { sentence } from '@/lib/words/words'
import { given } from './testing/lab'
import { Office } from './testing/office'

vi.mock('./wake', () => ({ wake: async () => undefined }))

const programs = join(root, 'dist', 'fleet')
const day = 86_400_000
const startsOn = new Date(Date.now() - day).toISOString().slice(0, 10)
/** The one time of the schedule that has come; tests move its run back and let it come again. */
const time = `${startsOn}T04:00:00Z`
const steps = 15 * env().ENROLLMENT_TEST_RUNS

let database: TestDatabase
let owner: Sql
const offices: Office[] = []

beforeAll(async () => {
  await bundleInto('dist/fleet', { worker: 'lib/launch/worker.ts' })
  database = await testDatabase()
  owner = postgres(database.ownerUrl, { max: 2, onnotice: () => {} })
  for (const name of ['alpha', 'beta', 'gamma']) offices.push(await Office.open(name, 40))
  provideEnvironment({
    ENROLLMENT_DIRECTORY_NETWORKS: '127.0.0.0/8',
    ENROLLMENT_DIRECTORY_PORTS: offices.map(({ sample }) => sample.port).join(),
    ENROLLMENT_RECONCILE_SECONDS: '0.3',
    ENROLLMENT_APPLY_BATCH: '2',
    ENROLLMENT_SPREAD_SECONDS: '0',
    LOG_LEVEL: 'silent',
  })
  for (const office of offices) await office.synchronize(startsOn)
}, 120_000)
afterAll(async () => {
  for (const { sample } of offices) await sample.stop()
  await owner.end()
  await database.drop()
  rmSync(programs, { recursive: true, force: true })
})

/** The same numbers every time (mulberry32), so that a failure can be seen again. */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Lets the schedule's time come again, unless it is still waiting for its run. @returns whether it did */
function comesRound({ connectorId }: Office, round: number): Promise<boolean> {
  return owner.begin(async sql => {
    // First the run, then its connector, as the workers that end a run: in another order each would wait for the other.
    await sql`select from runs where connector_id = ${connectorId} and scheduled_for = ${time}::timestamptz for update`
    await sql`select from connectors where id = ${connectorId} for update`
    const [clock] = await sql<{ waiting: boolean }[]>`
      select coalesce(next_for = ${time}::timestamptz, false) as waiting from schedule_clocks
      where connector_id = ${connectorId} and kind = 'full'`
    if (clock?.waiting) return false
    await sql`update runs set scheduled_date = (scheduled_date::date - ${round}::int)::text,
      scheduled_for = scheduled_for - make_interval(days => ${round})
      where connector_id = ${connectorId} and scheduled_for = ${time}::timestamptz`
    await sql`update schedule_clocks set next_for = ${time}::timestamptz, due_at = now(), last_for = null, last_date = null
      where connector_id = ${connectorId} and kind = 'full'`
    return true
  })
}

/** Somebody is renamed, and now and then somebody leaves. */
function changeDirectory({ company, sample }: Office, round: number): void {
  const fit = company.people.filter(({ enabled, expired, problem }) => enabled && !expired && problem === null)
  for (const person of fit.slice(6, 14))
    sample.directory.setAttribute(person.anchor, 'title', [`Title of round ${round}`])
  const leaver = fit[round]
  if (leaver && round < 4) sample.directory.disable(leaver.anchor)
}

/** Workers as the start script keeps them: one that ends is started again. */
class Fleet {
  readonly #workers: Child[] = []
  #stopping = false
  /** How many ended by themselves, or were ended. */
  deaths = 0

  constructor(
    count: number,
    readonly memory: number = env().ENROLLMENT_WORKER_MEMORY,
  ) {
    for (let at = 0; at < count; at++) this.#start(at)
  }

  #start(at: number): void {
    // Soon over, so that nobody waits for it; what is done beside the workers takes its time on a busy machine.
    provideEnvironment({ ENROLLMENT_LEASE_SECONDS: '2' })
    const worker = startChild(programs, 'worker', [], workerOptions(this.memory))
    provideEnvironment({ ENROLLMENT_LEASE_SECONDS: '60' })
    this.#workers[at] = worker
    worker.ended.then(() => {
      if (this.#stopping) return
      this.deaths += 1
      this.#start(at)
    })
  }

  signal(at: number, signal: NodeJS.Signals): void {
    try {
      process.kill(this.#workers[at]?.pid ?? 0, signal)
    } catch {
      // It ended by itself, and the next one is on its way.
    }
  }

  ready(): Promise<unknown> {
    return Promise.all(this.#workers.map(({ ready }) => ready))
  }

  async stop(): Promise<void> {
    this.#stopping = true
    await Promise.all(this.#workers.map(worker => worker.stop(5)))
  }
}

type Disturb = (fleet: Fleet, at: number) => Promise<unknown>
const disturbances: Disturb[] = [
  async (fleet, at) => fleet.signal(at, 'SIGKILL'),
  async () =>
    owner`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and usename <> current_user and random() < 0.5`,
  async () => owner`insert into pgboss.job (name, data) select name, data from pgboss.job where state = 'created'`,
  async (fleet, at) => {
    fleet.signal(at, 'SIGSTOP')
    await wait(1_500)
    fleet.signal(at, 'SIGCONT')
  },
  async () => owner`delete from pgboss.job where random() < 0.5`,
]

async function quiet(): Promise<boolean> {
  const [row] = await owner<{ open: number }[]>`
    select (select count(*) from runs where state in ('queued', 'importing', 'planning', 'applying'))
      + (select count(*) from schedule_clocks where due_at <= now()) + (select count(*) from outbox where done_at is null)
      as open`
  return Number(row?.open) === 0
}

async function until(done: () => Promise<boolean>, patience: number): Promise<void> {
  for (const end = Date.now() + patience; !(await done()); await wait(100))
    if (Date.now() > end) throw new Error('It never came to rest')
}

test.each([2, 4])(
  '%i workers that are killed, frozen and cut off, with jobs lost and doubled: each time has one run, each change and each effect happens once',
  async count => {
    const random = randomOf(count)
    const pick = (most: number) => Math.floor(random() * most)
    const before = await owner<{ id: string }[]>`select id from runs`
    const fleet = new Fleet(count)
    let rounds = 0
    try {
      await fleet.ready()
      for (let step = 0; step < steps; step++) {
        for (const office of offices)
          if (await comesRound(office, 100 * count + rounds)) changeDirectory(office, rounds++)
        await wait(pick(500))
        await disturbances[step % disturbances.length]?.(fleet, pick(count))
      }
      await until(quiet, 120_000)
    } finally {
      await fleet.stop()
    }
    const runs = await owner<{ state: string; cause: string; fault: unknown }[]>`
    select state, cause, fault from runs where id <> all(${before.map(({ id }) => id)}::uuid[])`
    expect(runs.filter(run => run.state !== 'finished')).toEqual([])
    const leftOut = await owner`select kind, left_out from schedule_clocks where left_out is not null`
    expect(leftOut).toEqual([])
    expect(runs).toHaveLength(rounds)
    await everythingOnce()
    for (const office of offices) {
      const { report } = await office.run('synchronize')
      expect(report).toMatchObject({ added: 0, updated: 0, deactivatedRead: 0, failedRead: 0, heldRead: 0 })
    }
  },
  120_000,
)

/** One entry in the record for each change that was made, and one end of sessions for each that ends them. */
async function everythingOnce(): Promise<void> {
  const wrong = await owner`
    select c.run_id, c.anchor, c.kind, count(a.id) as entries from changes c
    left join audit_entries a on a.run_id = c.run_id and a.event like 'account.%' and a.details::json->>'anchor' = c.anchor::text
    where c.state = 'applied' group by 1, 2, 3 having count(a.id) <> 1`
  expect(wrong).toEqual([])
  const sessions = await owner`
    select a.id, a.session_version, count(e.id) as ended from accounts a
    left join audit_entries e on e.target_id = a.id::text and e.event in ('account.deactivated', 'account.suspended')
    group by a.organization_id, a.id having a.session_version <> 1 + count(e.id)`
  expect(sessions).toEqual([])
}

/** A run whose read is over and sealed, and of more than a worker of 128 MB can hold at once: units with endless names. */
async function tooLarge({ organizationId, connectorId, actor }: Office): Promise<string> {
  const order = { connectorId, kind: 'synchronize', cause: 'manual', requestedBy: actor.id } as const
  const { runId } = given(await startRun(organizationId, order))
  await owner.begin(async sql => {
    await sql`insert into snapshots (organization_id, run_id, identity, proofs, parts, objects, people, sealed_at)
      select organization_id, ${runId}, identity, proofs, 1, ${units}, 0, now() from snapshots
      where organization_id = ${organizationId} order by sealed_at desc limit 1`
    await sql`insert into snapshot_objects
        (organization_id, run_id, anchor, part, kind, scope, dn, dn_key, usn_changed, attributes)
      select ${organizationId}, ${runId}, gen_random_uuid(), 1, 'unit', 0, 'OU=' || repeat('x', 1000000) || at, at, at, '{}'
      from generate_series(1, ${units}::int) as at`
    await sql`insert into snapshot_parts (organization_id, run_id, part, objects, people, hash)
      select ${organizationId}, ${runId}, 1, count(*), 0, ${sql.unsafe(partHash)} from snapshot_objects where run_id = ${runId}`
    await sql`update runs set state = 'planning' where id = ${runId}`
  })
  return runId
}
const units = 400

test('a run that no worker has the memory for ends with its reason, and the runs of others go on', async () => {
  const [large, ...others] = offices as [Office, ...Office[]]
  const runId = await tooLarge(large)
  const before = await owner<{ id: string }[]>`select id from runs`
  for (const office of others) expect(await comesRound(office, 1_000)).toBe(true)
  const fleet = new Fleet(1, 128)
  try {
    await until(quiet, 120_000)
  } finally {
    await fleet.stop()
  }
  const [ended] = await owner`select state, fault from runs where id = ${runId}`
  expect(ended).toEqual({ state: 'failed', fault: { code: 'workers-died', args: { workers: 5 } } })
  expect(sentence('workers-died', { workers: 5 }, 'runs')).toContain('not enough memory')
  // A worker that is out of memory may lose its claim before it dies: that counts as well.
  expect(fleet.deaths).toBeGreaterThan(1)
  const runs = await owner<{ state: string }[]>`
    select state from runs where id <> all(${before.map(({ id }) => id)}::uuid[])`
  expect(runs).toEqual(others.map(() => ({ state: 'finished' })))
  await everythingOnce()
  expect(await large.run('synchronize')).toMatchObject({ state: 'finished' })
}, 180_000)
