import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import path from 'node:path'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { stopWaking } from '@/lib/jobs/wake'
import { bundleInto } from '@/lib/launch/bundles.mjs'
import { root } from '@/lib/launch/program.mjs'
import { Neighborhood } from './testing/neighborhood'
import type { Told } from './testing/review-process'

const folder = 'dist/review-process'
let database: TestDatabase
let worker: ChildProcess | undefined
beforeAll(async () => {
  await bundleInto(folder, { 'review-process': 'lib/unmanaged/testing/review-process.ts' })
  database = await testDatabase()
}, 120_000)
afterAll(async () => {
  worker?.kill('SIGKILL')
  await stopWaking()
  await database.drop()
  rmSync(path.join(root, folder), { recursive: true, force: true })
})

test('a worker that is killed half-way through five thousand people leaves the others waiting, and the next one brings in each of them once', async () => {
  const people = 5_000
  const company = new Neighborhood()
  await company.create()
  await company.settle(people)
  const reviewId = await company.confirm('manage')
  worker = fork(path.join(root, folder, 'review-process.mjs'), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  worker.send({ organizationId: company.organizationId, reviewId, waitsAfter: 5 } satisfies Told)
  await once(worker, 'message')
  const ended = once(worker, 'exit')
  worker.kill('SIGKILL')
  await ended
  expect(await company.progress(reviewId), 'nothing of the batch that was open').toEqual({
    ...{ waiting: 2_500, done: 2_500, refused: 0 },
  })
  expect(await company.work(reviewId), 'the claim of the dead holds a while').toBe('left')
  await company.sql(sql`update review_jobs set lease_until = now() - interval '1 second'`)
  expect(await company.work(reviewId)).toBe('finished')
  expect(await company.progress(reviewId)).toEqual({ waiting: 0, done: people, refused: 0 })
  const [counted] = await company.sql(sql`select
    (select count(*)::int from accounts where managed) as managed,
    (select count(*)::int from audit_entries where event = 'account.managed') as entries,
    (select count(distinct target_id)::int from audit_entries where event = 'account.managed') as told_of,
    (select count(*)::int from outbox where kind = 'mail') as mails`)
  expect(counted).toEqual({ managed: people, entries: people, told_of: people, mails: people })
}, 60_000)
