import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { provideEnvironment } from '@/lib/env'
import { TestCompany } from '@/lib/runs/testing/company'
import { closeDatabase, inOrganization } from '@/lib/store/organization'
import { claimRun, holdFence } from '@/lib/store/runs-lease'

vi.mock('./wake', () => ({ wake: async () => undefined }))

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
  provideEnvironment({ ENROLLMENT_LEASE_SECONDS: '1' })
  await closeDatabase()
})
afterAll(() => database.drop())

test('a worker that froze in the middle of a transaction keeps nobody from taking its run over, and stores nothing when it wakes', async () => {
  const company = new TestCompany()
  await company.create()
  const runId = await company.start()
  const claim = () => inOrganization(company.organizationId, tx => claimRun(tx, runId, 'one', 1))
  const first = await claim()
  const frozen = inOrganization(company.organizationId, async tx => {
    await holdFence(tx, runId, first?.fence ?? 0)
    await tx.execute(sql`update runs set plan_hash = 'frozen' where id = ${runId}`)
    await wait(12_000)
  })
  const outcome = frozen.then(
    () => 'stored',
    () => 'lost',
  )
  await wait(1_500)
  const began = performance.now()
  const second = await claim()
  expect(performance.now() - began).toBeLessThan(9_000)
  expect(second).toMatchObject({ fence: 2, takeovers: 1 })
  expect(await outcome).toBe('lost')
  expect(await company.read(runId)).toMatchObject({ planHash: null })
})
