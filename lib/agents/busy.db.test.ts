import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { stopWaking } from '@/lib/jobs/wake'
import { TestCompany } from '@/lib/runs/testing/company'
import { fakeBase } from '@/lib/runs/testing/fake-source'
import { AgentLab } from './testing/agent-lab'

vi.mock('./limits', async original => ({ ...(await original<object>()), mostWaiting: 1_000 }))

let database: TestDatabase
let company: TestCompany
let lab: AgentLab
beforeAll(async () => {
  database = await testDatabase()
  company = new TestCompany()
  await company.create()
  lab = await AgentLab.open(company)
})
afterAll(async () => {
  await lab?.close()
  await stopWaking()
  await database.drop()
})

test('a portal with no room for more parts says so; the agent keeps its part and goes on when there is room', async () => {
  for (let at = 1; at <= 40; at++) company.directory.person(`Person ${at}`, fakeBase)
  company.directory.pageSize = 10
  const others = sql`select ${company.organizationId}::uuid, gen_random_uuid(), 1, 1, decode(repeat('00', 2000), 'hex'), 1, ''`
  await company.sql(sql`insert into agent_parts ${others}`)
  const told: string[] = []
  lab.doors.meet = async arriving => {
    if (!arriving.path.includes('/parts/')) return undefined
    const response = await lab.doors.knock(arriving)
    const body = await response.json()
    told.push(response.ok ? 'kept' : body.code)
    if (body.code === 'busy')
      await company.sql(sql`delete from agent_parts where job_id not in (select id from agent_jobs)`)
    return Response.json(body, { status: response.status })
  }
  lab.run(await lab.enroll('LON-1'), company.directory.source())
  const runId = await company.start('preview')
  await company.advance(runId, { source: lab.source(runId) })
  expect(told).toEqual(['busy', 'kept'])
  expect(await company.read(runId)).toMatchObject({ state: 'previewed', fault: null })
})
