import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { stopWaking } from '@/lib/jobs/wake'
import { inOrganization } from '@/lib/store/organization'
import { listReadings } from '@/lib/store/readings'
import { TestCompany } from './testing/company'
import { fakeBase } from './testing/fake-source'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})

test('a connector tells when its directory was last read completely, and whether it could not be since', async () => {
  const company = new TestCompany()
  await company.create()
  const reading = async () => (await inOrganization(company.organizationId, listReadings))[0]
  expect(await reading()).toMatchObject({ id: company.connectorId, readAt: null, failed: false })
  company.directory.person('Ada', fakeBase)
  await company.approve(await company.run('preview'))
  const first = await reading()
  expect(first).toMatchObject({ state: 'active', schedule: null, failed: false, readAt: expect.any(Date) })
  company.directory.incomplete = { code: 'connection-lost', args: { host: 'dc1' } }
  await company.run()
  expect(await reading()).toEqual({ ...first, failed: true })
  company.directory.incomplete = null
  await company.run()
  const again = await reading()
  expect(again).toMatchObject({ failed: false })
  expect(again?.readAt?.getTime()).toBeGreaterThan(first?.readAt?.getTime() ?? Number.NaN)
})
