import type { PgBoss } from 'pg-boss'
import postgres, { type Sql } from 'postgres'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { addOrganizations, allDue } from '@/e2e/bench/schedules/due-organizations'
import { provideEnvironment } from '@/lib/env'
import { createBoss, type Job, send } from './boss'
import { reconcile } from './reconcile'
import { takeJobs } from './take-jobs'

let database: TestDatabase
let owner: Sql
let boss: PgBoss
beforeAll(async () => {
  database = await testDatabase()
  provideEnvironment({ LOG_LEVEL: 'silent' })
  owner = postgres(database.ownerUrl, { max: 1, onnotice: () => {} })
  boss = createBoss({ max: 3, supervise: false })
  await boss.start()
})
beforeEach(async () => {
  await owner`delete from pgboss.job`
})
afterAll(async () => {
  await boss.stop({ graceful: false })
  await owner.end()
  await database.drop()
})

const job = (id: number): Job => ({ organizationId: 'somebody', id: String(id) })
const states = async () =>
  (await owner<{ state: string }[]>`select distinct state::text as state from pgboss.job`).map(({ state }) => state)

test('a job that takes long keeps none of the others waiting, there are never more than there is room for, and each is done once', async () => {
  const seen: string[] = []
  let inHand = 0
  let most = 0
  let release = () => {}
  const long = new Promise<void>(resolve => {
    release = resolve
  })
  await send(
    boss,
    'review',
    Array.from({ length: 12 }, (_, at) => job(at)),
  )
  const stopping = new AbortController()
  const work = async ([first]: readonly Job[]) => {
    inHand += 1
    most = Math.max(most, inHand)
    seen.push(first?.id ?? '')
    await (first?.id === '0' ? long : new Promise(setImmediate))
    inHand -= 1
    if (first?.id === '5') throw new Error('One that fails is over too')
  }
  const taking = takeJobs(boss, 'review', { most: 3 }, work, stopping.signal)
  await vi.waitFor(() => expect(seen).toHaveLength(12), 10_000)
  expect(inHand).toBe(1)
  stopping.abort()
  release()
  await taking
  expect(new Set(seen).size).toBe(12)
  expect(most).toBe(3)
  expect(await states()).toEqual(['completed'])
})

test('jobs that are worked on together come together, and the next ones when these are over', async () => {
  const batches: number[] = []
  await send(
    boss,
    'start-scheduled',
    Array.from({ length: 25 }, (_, at) => job(at)),
  )
  const stopping = new AbortController()
  const work = async (jobs: readonly Job[]) => batches.push(jobs.length)
  const taking = takeJobs(boss, 'start-scheduled', { most: 10, together: true }, work, stopping.signal)
  await vi.waitFor(() => expect(batches).toEqual([10, 10, 5]), 10_000)
  stopping.abort()
  await taking
  expect(await states()).toEqual(['completed'])
})

test('a look sends what nobody will take, and not again what waits for a worker already', async () => {
  await addOrganizations(owner, 3)
  await allDue(owner, 3)
  const look = () => reconcile(boss, { id: 'a worker', version: '1' })
  const waiting = async () => (await owner`select data from pgboss.job where state = 'created'`).length
  await look()
  expect(await waiting()).toBe(3)
  // The time for which the same is not sent twice is over, and one is lost.
  await owner`update pgboss.job set singleton_on = singleton_on - interval '1 day'`
  await owner`delete from pgboss.job where id = (select id from pgboss.job limit 1)`
  await look()
  expect(await waiting()).toBe(3)
  const ids = await owner`select distinct data ->> 'id' as id from pgboss.job`
  expect(ids).toHaveLength(3)
})
