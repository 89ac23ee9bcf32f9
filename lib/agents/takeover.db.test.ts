import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { noLimits } from '@/agent/settings'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import type { DirectorySource, ImportEvent } from '@/lib/directory/source'
import { stopWaking } from '@/lib/jobs/wake'
import { TestCompany } from '@/lib/runs/testing/company'
import { anchorOf, fakeBase } from '@/lib/runs/testing/fake-source'
import { snapshotRows } from '@/lib/runs/testing/snapshot-rows'
import { AgentLab, type TestAgent } from './testing/agent-lab'
import type { Arriving } from './testing/doors'

let database: TestDatabase
let company: TestCompany
let lab: AgentLab
let [first, second]: TestAgent[] = []

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})
beforeEach(async () => {
  company = new TestCompany()
  await company.create()
  for (let at = 1; at <= 40; at++) company.directory.person(`Person ${at}`, fakeBase)
  company.directory.pageSize = 10
  lab = await AgentLab.open(company)
  first = await lab.enroll('LON-1')
  second = await lab.enroll('LON-2')
})
afterEach(() => lab.close())

/** Stands in for a worker that is killed as soon as it has received objects. */
const killing = (source: DirectorySource): DirectorySource => ({
  ...source,
  async *import(request) {
    for await (const event of source.import(request)) {
      if (event.type === 'objects') throw new Error('killed')
      yield event
    }
  },
})
const isUpload = ({ path }: Arriving) => /\/(parts\/\d+|seal)/.test(path)

/** What a source says, and when it has said something of this type. */
function overheard(source: DirectorySource) {
  const said: ImportEvent['type'][] = []
  const waiting = new Map<ImportEvent['type'], () => void>()
  const overhearing: DirectorySource = {
    ...source,
    async *import(request) {
      for await (const event of source.import(request)) {
        said.push(event.type)
        waiting.get(event.type)?.()
        yield event
      }
    },
  }
  const until = (type: ImportEvent['type']) =>
    said.includes(type) ? undefined : new Promise<void>(resolve => waiting.set(type, resolve))
  return { source: overhearing, said, until }
}

/**
 * A preview whose agent dies with its nth message about the upload, before or after the portal had it. By the seal, whoever
 * reads has read from what arrived.
 */
async function previewWithDeath(nth: number, when: 'before' | 'after') {
  const source = company.directory.source()
  if (!first || !second) throw new Error('There are no agents')
  const doomed = lab.run(first, source, { partBytes: 5_000 })
  const { keyId: doomedKey } = first.key
  const endClaims = () =>
    company.sql(sql`update agent_jobs set lease_until = now() - interval '1 second'
      where state = 'working' and agent_id = ${first?.id}`)
  let messages = 0
  let died = false
  const runId = await company.start('preview')
  const through = overheard(lab.source(runId))
  let isSealing = false
  const dead = new Response('{}', { status: 500 })
  lab.doors.meet = async arriving => {
    if (died && arriving.headers['signature-input']?.includes(doomedKey)) return dead.clone()
    // What the dead one had on its way may have renewed its claim.
    if (died && arriving.path.endsWith('/poll')) await endClaims()
    if (died || !isUpload(arriving) || ++messages !== nth) return undefined
    died = true
    isSealing = arriving.path.endsWith('/seal')
    if (isSealing) await through.until('objects')
    if (when === 'after') await lab.doors.knock(arriving)
    doomed.abort()
    await endClaims()
    if (second) lab.run(second, source, { partBytes: 5_000 })
    return dead.clone()
  }
  await company.advance(runId, { source: through.source })
  return { runId, died, lost: isSealing && when === 'before', said: through.said }
}

test('an agent that dies at any message of an upload leaves nothing behind: another takes over, and reads the same', async () => {
  const cloud = await company.run('preview')
  const wanted = await snapshotRows(company, cloud.id)
  const deaths: string[] = []
  for (const when of ['before', 'after'] as const)
    for (let nth = 1; ; nth++) {
      const { runId, died, lost, said } = await previewWithDeath(nth, when)
      await lab.stopAll()
      // What was read of an upload that its agent could not seal is thrown away, and the other's is read from its beginning.
      if (lost) expect(said).toContain('begun-anew')
      expect(await company.read(runId)).toMatchObject({ state: 'previewed', planHash: cloud.planHash })
      expect(await snapshotRows(company, runId)).toEqual(wanted)
      if (!died) break
      deaths.push(`${when} ${nth}`)
    }
  expect(deaths.length).toBeGreaterThanOrEqual(8)
  expect(
    await company.sql(sql`select from agent_parts p join agent_jobs j on j.id = p.job_id where j.state = 'taken'`),
  ).toEqual([])
}, 180_000)

test('a worker that dies while an upload is read leaves it for the next one, and the agent is not asked again', async () => {
  if (!first) throw new Error('There is no agent')
  const cloud = await company.run('preview')
  lab.run(first, company.directory.source(), { partBytes: 5_000 })
  const runId = await company.start('preview')
  await expect(company.advance(runId, { source: killing(lab.source(runId)) })).rejects.toThrow('killed')
  await company.expireLease(runId)
  await company.advance(runId, { source: lab.source(runId) })
  expect(await company.read(runId)).toMatchObject({ state: 'previewed', planHash: cloud.planHash })
  expect(await snapshotRows(company, runId)).toEqual(await snapshotRows(company, cloud.id))
  expect(await company.sql(sql`select claim, state from agent_jobs where asker = ${`run:${runId}`}`)).toEqual([
    { claim: 1, state: 'taken' },
  ])
})

test('nobody is changed by an agent that is away, or that was never there', async () => {
  const runId = await company.start('preview')
  await company.sql(sql`update agents set last_contact_at = now() - interval '3 weeks'`)
  await company.advance(runId, { source: lab.source(runId) })
  expect(await company.read(runId)).toMatchObject({
    state: 'failed',
    fault: { code: 'agent-offline', args: { minutes: 30_240 } },
    report: null,
  })
  await company.sql(sql`update agents set revoked_at = now()`)
  const next = await company.start('preview')
  await company.advance(next, { source: lab.source(next) })
  expect(await company.read(next)).toMatchObject({ state: 'failed', fault: { code: 'agent-missing', args: {} } })
})

/** An agent that keeps something of what it read to itself. */
const without = (source: DirectorySource, isLeftOut: (event: ImportEvent) => boolean): DirectorySource => ({
  ...source,
  async *import(request) {
    for await (const event of source.import(request)) if (!isLeftOut(event)) yield event
  },
})

test.each([
  ['the proof', (event: ImportEvent) => event.type === 'scope-complete', 'failed'],
  ['the people whom the proof counts', (event: ImportEvent) => event.type === 'objects', 'failed'],
  ['the domain that it reads', (event: ImportEvent) => event.type === 'identity', 'failed'],
] as const)('an upload that was sealed without %s removes nobody', async (_, isLeftOut, state) => {
  if (!first) throw new Error('There is no agent')
  await company.approve(await company.run('preview'))
  lab.run(first, without(company.directory.source(), isLeftOut))
  const runId = await company.start()
  await company.advance(runId, { source: lab.source(runId) })
  expect((await company.read(runId)).state).toBe(state)
  expect([...(await company.accounts()).values()].filter(({ active }) => active)).toHaveLength(40)
  expect(await company.sql(sql`select from joins where suspected_at is not null`)).toEqual([])
})

test('an agent that finds nobody, as whose account lost its rights, is held and suspects nobody', async () => {
  if (!first) throw new Error('There is no agent')
  await company.approve(await company.run('preview'))
  for (let at = 1; at <= 40; at++)
    company.directory.remove(anchorOf(`CN=Person ${at},${fakeBase}`), { tombstone: false })
  lab.run(first, company.directory.source())
  const runId = await company.start()
  await company.advance(runId, { source: lab.source(runId) })
  const { state, holds } = await company.read(runId)
  expect([state, holds.map(({ code }) => code)]).toEqual(['held', expect.arrayContaining(['empty-read'])])
  expect(await company.sql(sql`select from joins where suspected_at is not null`)).toEqual([])
})

test('what the machine does not allow is refused by name, and never left out in silence', async () => {
  if (!first) throw new Error('There is no agent')
  const limits = { ...noLimits, baseDns: ['OU=People,DC=example,DC=com'], attributes: ['mail', 'displayName'] }
  lab.run(first, company.directory.source(), { limits })
  const outside = await company.start('preview')
  await company.advance(outside, { source: lab.source(outside, fakeBase) })
  expect((await company.read(outside)).fault).toEqual({ code: 'agent-base-refused', args: { baseDn: fakeBase } })
  const further = await company.start('preview')
  await company.advance(further, { source: lab.source(further, 'OU=People,DC=example,DC=com') })
  const { fault } = await company.read(further)
  expect(fault?.code).toBe('agent-attributes-refused')
  expect(String(fault?.args.attributes).split(', ')).toEqual(expect.arrayContaining(['sAMAccountName']))
  expect(String(fault?.args.attributes)).not.toContain('mail,')
})
