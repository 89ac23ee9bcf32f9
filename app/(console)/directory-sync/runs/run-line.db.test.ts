import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { rejectRun } from '@/lib/runs/reject-run'
import { TestCompany } from '@/lib/runs/testing/company'
import { runLine } from './run-line'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())

test('the numbers of a preview are marked as planned, whatever becomes of it, and those of other runs are not', async () => {
  const company = new TestCompany()
  await company.create()
  await company.synchronized(3)
  const isPlanned = async (id: string) => runLine(await company.read(id), 'UTC', []).planned
  const done = await company.run()
  const preview = await company.run('preview')
  expect([await isPlanned(done.id), await isPlanned(preview.id)]).toEqual([false, true])
  await rejectRun(company.organizationId, { runId: preview.id, rejectedBy: 'Olivia' })
  expect(await isPlanned(preview.id)).toBe(true)
})
