import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Refused } from '@/agent/portal'
import { reportLines } from '@/agent/run-in-words'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { HistoryAnswer, RunSeen, RunStarted } from '@/lib/agent-protocol/run-messages'
import { stopWaking } from '@/lib/jobs/wake'
import { TestCompany } from '@/lib/runs/testing/company'
import { fakeBase } from '@/lib/runs/testing/fake-source'
import { readAdministratorName } from '@/lib/store/administrators'
import { inOrganization } from '@/lib/store/organization'
import { revokeAgent } from './revoke-agent'
import { AgentLab, type TestAgent } from './testing/agent-lab'

let database: TestDatabase
let company: TestCompany
let stranger: TestCompany
let lab: AgentLab
let agent: TestAgent

beforeAll(async () => {
  database = await testDatabase()
  company = new TestCompany()
  await company.create()
  stranger = new TestCompany()
  await stranger.create()
  lab = await AgentLab.open(company)
  agent = await lab.enroll('LON-1')
  for (const name of ['Ana', 'Ben', 'Cleo']) company.directory.person(name, fakeBase)
})
afterAll(async () => {
  await lab?.close()
  await stopWaking()
  await database.drop()
})

const start = async (how: { preview?: boolean; quick?: boolean } = {}) =>
  RunStarted.parse(await agent.portal.post('runs', { preview: false, quick: false, ...how }))
const see = async (number: number) => RunSeen.parse(await agent.portal.post(`runs/${number}`, {}))
const history = async (limit = 10) => HistoryAnswer.parse(await agent.portal.post('history', { limit }))
const idOf = async (number: number) => {
  const [run] = await company.sql<{ id: string }>(sql`select id from runs where number = ${number}`)
  return run?.id ?? ''
}
const refusalOf = (answer: Promise<unknown>): Promise<{ code: string; text: string }> =>
  answer.then(
    () => ({ code: 'ok', text: '' }),
    error => {
      if (error instanceof Refused) return error.refusal
      throw error
    },
  )

test('a run that is started on an agent’s machine is one of its connector, and says who asked for it', async () => {
  const { number } = await start({ preview: true })
  expect(await see(number)).toMatchObject({ kind: 'preview', state: 'queued', outcome: 'under-way', report: null })
  const twice = await refusalOf(start())
  expect(twice).toMatchObject({ code: 'not-done', text: expect.stringContaining(String(number)) })

  const run = await company.read(await idOf(number))
  expect(run).toMatchObject({ connectorId: company.connectorId, cause: 'agent', requestedBy: agent.id })
  const named = await inOrganization(company.organizationId, tx => readAdministratorName(tx, run.requestedBy))
  expect(named).toBe('agent LON-1')
  const [audited] = await company.sql(
    sql`select actor_kind, actor_id from audit_entries where event = 'run.started' and run_id = ${run.id}`,
  )
  expect(audited).toEqual({ actor_kind: 'agent', actor_id: agent.id })

  await company.advance(run.id)
  const seen = await see(number)
  expect(seen).toMatchObject({ state: 'previewed', outcome: 'done' })
  expect(seen.says[0]).toBe(`Run ${number} was a preview, and nothing was changed. Nobody would lose access.`)
})

test('a plan that needs a person waits for one in the portal, whoever started it', async () => {
  const { number } = await start()
  await company.advance(await idOf(number))
  const seen = await see(number)
  expect(seen).toMatchObject({ state: 'held', outcome: 'waits' })
  expect(seen.says[0]).toContain('waits for an administrator')
  expect(seen.says.length).toBeGreaterThan(1)
})

test('the history has every person of a run once', async () => {
  const { connector, runs } = await history()
  expect(connector).toBe('Example')
  expect(runs.map(({ number }) => number)).toEqual(runs.map(({ number }) => number).toSorted((a, b) => b - a))
  const counted = runs.flatMap(({ report }) => (report ? [report] : []))
  expect(counted.length).toBeGreaterThan(0)
  for (const report of counted) {
    expect(reportLines(report).join()).not.toContain('do not add up')
    expect(report.read).toBe(3)
  }
  expect((await history(1)).runs).toHaveLength(1)
})

test('an agent sees the runs of its own connector and no others', async () => {
  const other = await stranger.run('preview')
  expect(await refusalOf(see(other.number + 1_000))).toMatchObject({ code: 'run-unknown' })
  const theirs = (await history()).runs.map(({ id }) => id)
  expect(theirs).not.toContain(other.id)

  const [own] = (await history(1)).runs
  await company.sql(sql`update runs set connector_id = gen_random_uuid() where id = ${own?.id}`)
  expect(await refusalOf(see(own?.number ?? 0))).toMatchObject({ code: 'run-unknown' })
  await company.sql(sql`update runs set connector_id = ${company.connectorId} where id = ${own?.id}`)
  expect(await refusalOf(agent.portal.post('runs/1; drop', {}))).toMatchObject({ code: 'run-unknown' })
})

test('whoever was revoked starts and sees nothing any more', async () => {
  const [own] = (await history(1)).runs
  const before = await company.sql(sql`select id from runs`)
  await revokeAgent(company.organizationId, lab.actor, agent.id, 'LON-1')
  for (const ask of [start, history, () => see(own?.number ?? 0)])
    expect(await refusalOf(ask())).toMatchObject({ code: 'revoked' })
  expect(await company.sql(sql`select id from runs`)).toEqual(before)
})
