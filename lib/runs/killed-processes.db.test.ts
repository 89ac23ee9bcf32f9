import { type ChildProcess, fork } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { provideEnvironment } from '@/lib/env'
import { bundleInto } from '@/lib/launch/bundles.mjs'
import { root } from '@/lib/launch/program.mjs'
import { TestCompany } from './testing/company'
import { anchorOf, fakeBase } from './testing/fake-source'
import type { Said, Told } from './testing/run-process'

vi.mock('@/lib/jobs/wake', () => ({ wake: async () => undefined }))

let database: TestDatabase
const alive = new Set<ChildProcess>()
beforeAll(async () => {
  await bundleInto('dist/run-process', { 'run-process': 'lib/runs/testing/run-process.ts' })
  database = await testDatabase()
  provideEnvironment({ ENROLLMENT_APPLY_BATCH: '4', LOG_LEVEL: 'silent' })
}, 120_000)
afterAll(async () => {
  for (const process of alive) process.kill('SIGKILL')
  await database.drop()
  rmSync(join(root, 'dist', 'run-process'), { recursive: true, force: true })
})

const person = (at: number) => anchorOf(`CN=Person ${at},${fakeBase}`)

/** A worker in a process of its own. */
function workOn(company: TestCompany, runId: string, waits = false) {
  const process = fork(join(root, 'dist', 'run-process', 'run-process.mjs'), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    serialization: 'advanced',
  })
  alive.add(process)
  const said: Said[] = []
  let changed = Promise.withResolvers<void>()
  const tell = () => {
    changed.resolve()
    changed = Promise.withResolvers<void>()
  }
  process.on('message', (what: Said) => {
    said.push(what)
    tell()
  })
  const ended = new Promise<void>(resolve =>
    process.once('exit', () => {
      alive.delete(process)
      resolve()
      tell()
    }),
  )
  const has = (kind: Said['kind'], times: number) => said.filter(one => one.kind === kind).length >= times
  const isAlive = () => process.exitCode === null && process.signalCode === null
  /** Until it has said that so many times, or is no more. */
  const until = async (kind: Said['kind'], times = 1) => {
    while (!has(kind, times) && !has('ended', 1) && isAlive()) await changed.promise
    return said.findLast(one => one.kind === kind) ?? null
  }
  const { organizationId, directory } = company
  process.send({ organizationId, runId, objects: [...directory.objects], waits } satisfies Told)
  return { process, until, ended }
}

async function companyWith(people: number): Promise<TestCompany> {
  const company = new TestCompany()
  await company.create()
  for (let at = 1; at <= people; at++) company.directory.person(`Person ${at}`, fakeBase)
  return company
}

/** The same numbers every time: of failpoints that a process passes before it is killed, wherever it is by then. */
function* moments(seed: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    yield Math.floor((state / 2 ** 31) * 45)
  }
}

test('ten processes are killed at moments that nobody chose, and every change is made and recorded once', async () => {
  const people = 160
  const company = await companyWith(people)
  const runs = [await company.startApproved(await company.run('preview'))]
  const wait = moments(20_261_126)
  const interrupted = new Set<string>()
  let kills = 0
  for (let round = 0; kills < 10 && round < 40; round++) {
    const runId = runs.at(-1) ?? ''
    const worker = workOn(company, runId)
    await worker.until('claimed')
    await worker.until('passed', wait.next().value ?? 0)
    interrupted.add((await company.read(runId)).state)
    if (worker.process.kill('SIGKILL')) kills += 1
    await worker.ended
    if ((await company.read(runId)).state !== 'finished') {
      await company.expireLease(runId)
      continue
    }
    // Done before anybody killed it: that death does not count, and there is something new to do.
    kills -= 1
    for (let at = 1; at <= people; at++) company.directory.set(person(at), { title: `Title ${round}` })
    runs.push(await company.startApproved(await company.run('preview')))
  }
  expect(kills).toBe(10)
  expect(interrupted.size, [...interrupted].join()).toBeGreaterThan(1)
  const last = runs.at(-1) ?? ''
  if ((await company.read(last)).state !== 'finished') expect(await company.advance(last)).toBe('finished')
  expect((await company.accounts()).size).toBe(people)
  expect(await company.sql(sql`select count(*)::int as n from joins`)).toEqual([{ n: people }])
  for (const runId of runs) {
    const [kind] = await company.sql<{ rows: number; audited: number; once: number }>(sql`
      select (select count(*)::int from changes where run_id = ${runId} and state = 'applied') as rows,
        count(*)::int as audited, count(distinct target_id)::int as once
      from audit_entries where run_id = ${runId} and event like 'account.%'`)
    expect(kind).toEqual({ rows: people, audited: people, once: people })
  }
}, 180_000)

test('a process that was stopped beyond its claim and goes on afterwards commits nothing', async () => {
  const company = await companyWith(60)
  const runId = await company.startApproved(await company.run('preview'))
  const worker = workOn(company, runId, true)
  expect(await worker.until('waits')).toEqual({ kind: 'waits' })
  worker.process.kill('SIGSTOP')
  await company.expireLease(runId)
  expect(await company.advance(runId)).toBe('finished')
  const picture = () =>
    company.sql(sql`select (select count(*)::int from accounts) as accounts,
      (select count(*)::int from audit_entries where run_id = ${runId}) as audited,
      (select jsonb_agg(to_jsonb(c) order by anchor) from changes c where run_id = ${runId}) as changes`)
  const before = await picture()
  worker.process.send('go on')
  worker.process.kill('SIGCONT')
  expect(await worker.until('ended')).toEqual({ kind: 'ended', state: 'lost' })
  worker.process.kill('SIGKILL')
  await worker.ended
  expect(await picture()).toEqual(before)
  expect(before).toMatchObject([{ accounts: 60 }])
}, 60_000)
