import type { PgBoss } from 'pg-boss'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { provideEnvironment } from '@/lib/env'
import { takeJobs } from './take-jobs'

beforeEach(() => {
  provideEnvironment({ LOG_LEVEL: 'silent' })
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => vi.useRealTimers())

const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate)
}

test('a database that does not answer is asked again after a pause, and what ended is ticked off once it does', async () => {
  const complete = vi.fn(async () => {
    await new Promise(setImmediate)
    if (complete.mock.calls.length < 3) throw new Error('The database is away')
  })
  const fetch = vi.fn().mockResolvedValueOnce([{ id: 'a', data: { organizationId: 'somebody', id: '1' } }])
  fetch.mockResolvedValue([])
  const boss = { fetch, complete } as unknown as PgBoss
  const stopping = new AbortController()
  const taking = takeJobs(boss, 'review', { most: 2 }, async () => {}, stopping.signal)
  await turns(100)
  expect(complete).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(500)
  await turns(100)
  expect(complete).toHaveBeenCalledTimes(2)
  await vi.advanceTimersByTimeAsync(500)
  await turns(100)
  expect(complete.mock.calls.at(-1)).toEqual(['review', ['a']])
  stopping.abort()
  await taking
  expect(complete).toHaveBeenCalledTimes(3)
})
