import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { sampleSource } from '@/lib/directory/testing/sample-source'
import { stopWaking } from '@/lib/jobs/wake'
import { TestCompany } from '@/lib/runs/testing/company'
import { snapshotOf, snapshotRows } from '@/lib/runs/testing/snapshot-rows'
import { generateCompany } from '@/lib/sample-directory/company'
import { type SampleDirectory, startSampleDirectory } from '@/lib/sample-directory/server'
import { verifyDomain } from '@/lib/store/domains'
import { inOrganization } from '@/lib/store/organization'
import { AgentLab } from './testing/agent-lab'

let database: TestDatabase
let sample: SampleDirectory
let company: TestCompany
let lab: AgentLab
const domain = `${randomUUID()}.example`

beforeAll(async () => {
  database = await testDatabase()
  sample = await startSampleDirectory({ company: generateCompany({ seed: 21, people: 300, domain }) })
  company = new TestCompany()
  await company.create({ distributionLists: { mode: 'all' } })
  await inOrganization(company.organizationId, tx => verifyDomain(tx, domain, 'operator'))
  lab = await AgentLab.open(company)
})
afterAll(async () => {
  await lab?.close()
  await stopWaking()
  await sample?.stop()
  await database.drop()
})

const planOf = (runId: string) =>
  company.sql(sql`
    select anchor, kind, reason, because, problems, before, after, facts, display_name, email, unit, state, phase, parent
    from changes where run_id = ${runId} order by anchor`)

test('the first synchronization through an agent plans, row for row, what the cloud connector plans', async () => {
  const source = sampleSource(sample, { userId: `svc-enrollment@${domain}` })
  const cloud = await company.run('preview', { source })
  lab.run(await lab.enroll('LON-1'), source)
  const runId = await company.start('preview')
  await company.advance(runId, { source: lab.source(runId) })
  const through = await company.read(runId)

  expect(through).toMatchObject({ state: 'previewed', fault: null, report: cloud.report, planHash: cloud.planHash })
  expect(await snapshotRows(company, runId)).toEqual(await snapshotRows(company, cloud.id))
  expect((await snapshotOf(company, runId)).objects).toBeGreaterThan(300)
  const plan = await planOf(cloud.id)
  expect(await planOf(runId)).toEqual(plan)
  expect(plan.length).toBeGreaterThan(200)
})
