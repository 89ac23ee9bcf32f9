import { fork } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import postgres, { type Sql } from 'postgres'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { provideEnvironment } from '@/lib/env'
import { bundleInto } from '@/lib/launch/bundles.mjs'
import { root } from '@/lib/launch/program.mjs'
import { Office } from './testing/office'

vi.mock('./wake', () => ({ wake: async () => undefined }))

const secret = 'a-secret-of-a-clock'
const startsOn = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)
/** What a serverless host allows: a request's and an answer's body, in bytes (Vercel: 4.5 MB). */
const largestBody = 4.5 * 1024 * 1024
/** Seconds that the route is told it has, and after which the host ends it whatever it does. */
const slotSeconds = 4
const hostSeconds = slotSeconds / 0.8

let database: TestDatabase
let owner: Sql
let office: Office

beforeAll(async () => {
  await bundleInto('dist/function', { function: 'lib/jobs/testing/function.ts' })
  database = await testDatabase()
  owner = postgres(database.ownerUrl, { max: 1, onnotice: () => {} })
  office = await Office.open('hosted', 120)
  provideEnvironment({
    ENROLLMENT_DIRECTORY_NETWORKS: '127.0.0.0/8',
    ENROLLMENT_DIRECTORY_PORTS: String(office.sample.port),
    ENROLLMENT_SPREAD_SECONDS: '0',
    ENROLLMENT_APPLY_BATCH: '10',
    CRON_SECRET: secret,
    LOG_LEVEL: 'silent',
  })
  await office.synchronize(startsOn)
  provideEnvironment({ ENROLLMENT_SLOT_SECONDS: String(slotSeconds), ENROLLMENT_LEASE_SECONDS: '2' })
}, 120_000)
afterAll(async () => {
  await office.sample.stop()
  await owner.end()
  await database.drop()
  rmSync(join(root, 'dist', 'function'), { recursive: true, force: true })
})

type Answer = { status: number; body: string }

/**
 * A serverless host: a process for each call, which it ends when its time is up.
 * @returns the answer and how long it took, in seconds; null when the host ended it first
 */
function call(authorization: string, seconds = hostSeconds): Promise<(Answer & { took: number }) | null> {
  const began = performance.now()
  return new Promise((resolve, reject) => {
    const invoked = fork(join(root, 'dist', 'function', 'function.mjs'), {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    const timer = setTimeout(() => invoked.kill('SIGKILL'), seconds * 1000)
    let answer: (Answer & { took: number }) | null = null
    invoked.once('error', reject)
    invoked.once('message', (said: Answer) => {
      answer = { ...said, took: (performance.now() - began) / 1000 }
      invoked.kill('SIGKILL')
    })
    invoked.once('exit', () => {
      clearTimeout(timer)
      if (answer && Buffer.byteLength(answer.body) > largestBody) reject(new Error('The host passes no such answer on'))
      else resolve(answer)
    })
    invoked.send({ authorization })
  })
}

const isDue = () =>
  owner`update schedule_clocks set next_for = ${`${startsOn}T04:00:00Z`}::timestamptz, due_at = now() where kind = 'full'`
const scheduled = () => owner<{ state: string; takeovers: number }[]>`
  select state, takeovers from runs where cause = 'scheduled'`

test('on a host that ends each call after its time, and some much earlier, what is due is done once by the calls together', async () => {
  for (const person of office.company.people.slice(0, 60))
    office.sample.directory.setAttribute(person.anchor, 'title', ['Hosted'])
  await isDue()
  for (const seconds of [0.6, 0.9, 1.2]) await call(`Bearer ${secret}`, seconds)
  const counts: Record<string, number>[] = []
  for (let visit = 0; visit < 12; visit++) {
    const answer = await call(`Bearer ${secret}`)
    if (!answer) throw new Error('A call did not end within its time')
    expect(answer.status).toBe(200)
    counts.push(JSON.parse(answer.body))
    if (counts.at(-1)?.remaining === 0 && (await scheduled())[0]?.state === 'finished') break
  }
  expect(await scheduled()).toMatchObject([{ state: 'finished' }])
  const [changed] = await owner<{ people: number }[]>`
    select count(*)::int as people from accounts where attributes->>'title' = 'Hosted'`
  expect(changed?.people).toBeGreaterThan(20)
  const [twice] = await owner<{ count: number }[]>`select count(*)::int as count from (
    select run_id, details::json->>'anchor' from audit_entries where event like 'account.%' group by 1, 2 having count(*) > 1) a`
  expect(twice?.count).toBe(0)
}, 120_000)

test('ten calls at the same moment start one run', async () => {
  await owner`update runs set scheduled_for = scheduled_for - interval '9 days',
    scheduled_date = (scheduled_date::date - 9)::text where scheduled_for is not null`
  await owner`update schedule_clocks set last_for = null, last_date = null`
  await isDue()
  const answers = await Promise.all(Array.from({ length: 10 }, () => call(`Bearer ${secret}`, 60)))
  const started = answers.map(answer => (answer ? JSON.parse(answer.body).started : 0))
  expect(started.reduce((sum, one) => sum + one, 0)).toBe(1)
  expect(await scheduled()).toHaveLength(2)
}, 120_000)

test('a stranger learns nothing, and nothing is done for them', async () => {
  expect(await call('Bearer another-secret')).toMatchObject({ status: 401, body: '{"code":"unauthenticated"}' })
})
