import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { stopWaking } from '@/lib/jobs/wake'
import { cancelRun } from './cancel-run'
import { keepLease } from './keep-lease'
import { TestCompany } from './testing/company'

/** Renewed every twenty minutes: whatever happens in these tests does not wait for that. */
const anHour = 3_600
let database: TestDatabase
const company = new TestCompany()
beforeAll(async () => {
  database = await testDatabase()
  await company.create()
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})

const ended = ({ signal }: AbortController) =>
  new Promise<void>(resolve => signal.addEventListener('abort', () => resolve()))

test('a cancelled run’s work is stopped at once, not at the next renewal of its claim', async () => {
  const { organizationId, administratorId: cancelledBy } = company
  const runId = await company.start()
  const { fence } = await company.claim(runId)
  const controller = new AbortController()
  const lease = keepLease({ organizationId, runId, fence }, anHour, controller)
  await cancelRun(organizationId, { runId, cancelledBy })
  await ended(controller)
  await lease.stop()
  expect(await company.advance(runId).catch(() => 'not free')).toBe('not free')
  await company.expireLease(runId)
  expect(await company.advance(runId)).toBe('cancelled')
})

test('so is the work of a worker whose claim somebody else has', async () => {
  const { organizationId } = company
  const runId = await company.start()
  const { fence } = await company.claim(runId)
  const controller = new AbortController()
  const lease = keepLease({ organizationId, runId, fence }, anHour, controller)
  await company.expireLease(runId)
  await company.claim(runId, 'somebody else')
  await ended(controller)
  await lease.stop()
})
