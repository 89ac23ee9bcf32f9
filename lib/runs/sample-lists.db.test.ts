import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { sampleSource } from '@/lib/directory/testing/sample-source'
import { stopWaking } from '@/lib/jobs/wake'
import { type Company, generateCompany } from '@/lib/sample-directory/company'
import { type SampleDirectory, startSampleDirectory } from '@/lib/sample-directory/server'
import { verifyDomain } from '@/lib/store/domains'
import { inOrganization } from '@/lib/store/organization'
import { TestCompany } from './testing/company'
import { groupPlan, membersOf } from './testing/groups-of'
import { withLists } from './testing/with-lists'

const domain = `${randomUUID()}.example`
const tenant = new TestCompany()
let database: TestDatabase
let company: Company
let sample: SampleDirectory
let source: ReturnType<typeof sampleSource>
beforeAll(async () => {
  database = await testDatabase()
  company = generateCompany({ seed: 11, people: 1_200, domain })
  sample = await startSampleDirectory({ company, mutableForTests: true })
  source = withLists(sampleSource(sample, { userId: `svc-enrollment@${domain}` }))
  await tenant.create()
  await inOrganization(tenant.organizationId, tx => verifyDomain(tx, domain, 'operator'))
})
afterAll(async () => {
  await sample.stop()
  await stopWaking()
  await database.drop()
})

const names = (members: Awaited<ReturnType<typeof membersOf>>, list: string) => members[list]?.direct ?? []

test('the sample company: units, nested lists, a circle, an empty one and one of 1,600 members', async () => {
  await tenant.approve(await tenant.run('preview', { source }), { source })
  const members = await membersOf(tenant)
  const linked = await tenant.sql<{ n: number }>(sql`select count(*)::int as n from joins`)
  const units = await tenant.sql<{ n: number }>(
    sql`select count(*)::int as n from groups where kind = 'organizational-group'`,
  )
  expect(units).toEqual([{ n: company.units.filter(({ dn }) => dn.startsWith('OU=')).length }])

  // Everyone holds the departments’ security groups, which stand for the people in them.
  expect(names(members, 'Everyone').length).toBeGreaterThan(1_000)
  expect(members['Project Archive']).toEqual({ direct: [], effective: [] })
  const circle = members['Project Alpha']?.effective
  expect(circle?.length).toBeGreaterThan(0)
  expect(members['Project Beta']?.effective).toEqual(circle)
  expect(members['Steering Committee']?.effective).toEqual(circle)

  const large = company.lists.find(list => list.name === 'Employees and Partners')
  expect(large?.members).toHaveLength(1_600)
  const counted = await tenant.sql<{ members: number; outside: number; others: number }>(sql`
    select (select count(*)::int from group_members m where m.group_id = j.group_id) as members, outside, others
    from group_joins j where anchor = ${large?.anchor}`)
  const [{ members: here, outside, others } = { members: 0, outside: 0, others: 0 }] = counted
  expect(here + outside + others).toBe(1_600)
  expect(others).toBe(company.contacts.filter(({ dn }) => dn.includes('Partner ')).length)
  expect(here).toBeLessThanOrEqual(linked[0]?.n ?? 0)
  expect(here).toBeGreaterThan(1_000)

  const again = await tenant.run('synchronize', { source })
  expect(await groupPlan(tenant, again.id)).toEqual({})
  expect(again).toMatchObject({ state: 'finished', groupReport: { memberships: { added: 0, removed: 0 } } })
  const quick = await tenant.runQuickly('synchronize', { source })
  expect(await groupPlan(tenant, quick.id)).toEqual({})
})
