import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { rejectRun } from '@/lib/runs/reject-run'
import { TestCompany } from '@/lib/runs/testing/company'
import { inOrganization } from '@/lib/store/organization'
import { loadRunView } from './load-run-view'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())

test('a rejected plan says who rejected it and why, where a reason was given', async () => {
  const company = new TestCompany()
  await company.create()
  await company.synchronized(3)
  const { organizationId } = company
  const rejectedAs = async (reason?: string) => {
    const { id: runId } = await company.run('preview')
    await rejectRun(organizationId, { runId, rejectedBy: 'Olivia', ...(reason && { reason }) })
    return (await inOrganization(organizationId, tx => loadRunView(tx, runId, 'UTC')))?.rejected
  }
  expect(await rejectedAs(' Wrong unit ')).toMatch(/^Olivia rejected this plan on .+ \(“Wrong unit”\)\.$/)
  expect(await rejectedAs()).toMatch(/^Olivia rejected this plan on [^“]+\.$/)
  const { id } = await company.run('preview')
  expect((await inOrganization(organizationId, tx => loadRunView(tx, id, 'UTC')))?.rejected).toBeNull()
})
