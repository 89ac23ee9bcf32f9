import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Refused } from '@/agent/portal'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { makeKey, signWith } from '@/lib/agent-protocol/keys'
import { EnrollAnswer, rotationText } from '@/lib/agent-protocol/messages'
import { signRequest } from '@/lib/agent-protocol/signature'
import { stopWaking } from '@/lib/jobs/wake'
import { TestCompany } from '@/lib/runs/testing/company'
import { createAdministrator } from '@/lib/store/administrators'
import { readAgent } from '@/lib/store/agents'
import { listWatchedTokens } from '@/lib/store/enrollment-tokens'
import { inOrganization } from '@/lib/store/organization'
import { createReplacementToken } from './create-token'
import { revokeAgent } from './revoke-agent'
import { AgentLab, presenceOf, type TestAgent } from './testing/agent-lab'

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

/** What administrators were told is suspicious. */
const suspicions = async () => {
  const rows = await company.sql<{ because: { code: string; args: object }[] }>(sql`
    select because from alerts where event = 'agent-suspicious' order by first_at`)
  return rows.flatMap(({ because }) => because)
}
const watched = () => inOrganization(company.organizationId, tx => listWatchedTokens(tx, company.connectorId))
const turnedAway = async ({ id }: TestAgent) =>
  (await inOrganization(company.organizationId, tx => readAgent(tx, id)))?.refused ?? null

/** The refusal's code, or `ok`. */
const codeOf = (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => 'ok',
    error => (error instanceof Refused ? error.refusal.code : String(error)),
  )

test('a token enrolls one agent, within its time; whoever comes after that is noted', async () => {
  const token = await lab.token('TOK-1')
  expect(await codeOf(lab.enrollWith(token))).toBe('ok')
  expect(await codeOf(lab.enrollWith(token))).toBe('token-used')
  const [noted] = await company.sql<{ refused: { code: string; host: string } }>(sql`
    select refused from enrollment_tokens where agent_name = 'TOK-1'`)
  expect(noted?.refused).toMatchObject({ code: 'token-used', host: 'stranger' })

  const late = await lab.token('TOK-2')
  await company.sql(sql`update enrollment_tokens set ends_at = now() - interval '1 second' where agent_name = 'TOK-2'`)
  expect(await codeOf(lab.enrollWith(late))).toBe('token-expired')
  const replaced = await lab.token('TOK-3')
  expect(await codeOf(lab.enrollWith(await lab.token('TOK-3')))).toBe('ok')
  expect(await codeOf(lab.enrollWith(replaced))).toBe('token-unknown')
  const stored = JSON.stringify(await company.sql(sql`select * from enrollment_tokens`))
  for (const secret of [token, late, replaced]) expect(stored).not.toContain(secret)
})

test('who came with a token that had been used, or too late, is told until the agent is revoked; of the former administrators are told, once', async () => {
  const before = (await suspicions()).length
  const token = await lab.token('TRY-1')
  const agent = await lab.enrollWith(token)
  for (let time = 0; time < 3; time++) expect(await codeOf(lab.enrollWith(token))).toBe('token-used')
  expect((await suspicions()).slice(before)).toEqual([
    { code: 'token-tried', args: { agent: 'TRY-1', host: 'stranger', from: '?' } },
  ])
  const late = await lab.token('TRY-2')
  await company.sql(sql`update enrollment_tokens set ends_at = now() - interval '1 second' where agent_name = 'TRY-2'`)
  expect(await codeOf(lab.enrollWith(late))).toBe('token-expired')
  const open = await lab.token('TRY-3')
  expect(open).toMatch(/^enr1_/)
  const shown = async () =>
    (await watched())
      .filter(({ agentName }) => agentName.startsWith('TRY'))
      .map(one => [one.agentName, one.refused?.code])
  expect(await shown()).toEqual([
    ['TRY-1', 'token-used'],
    ['TRY-2', 'token-expired'],
    ['TRY-3', undefined],
  ])
  const { agentId } = EnrollAnswer.parse(agent)
  await revokeAgent(company.organizationId, lab.actor, agentId, 'TRY-1')
  await company.sql(sql`update enrollment_tokens set ends_at = now() - interval '2 days' where agent_name = 'TRY-3'`)
  expect(await shown()).toEqual([['TRY-2', 'token-expired']])
  expect((await suspicions()).slice(before)).toHaveLength(1)
})

test('another machine takes an agent’s name and place, and shuts it out in the same moment', async () => {
  const agent = await lab.enroll('OLD-HOST')
  const made = await createReplacementToken(company.organizationId, lab.actor, agent.id)
  if (!made.ok) throw new Error('There is no token')
  expect(await codeOf(lab.poll(agent)), 'until then it goes on').toBe('ok')
  const { agentId, name } = EnrollAnswer.parse(await lab.enrollWith(made.value.token))
  expect([name, agentId === agent.id]).toEqual(['OLD-HOST', false])
  expect(await codeOf(lab.poll(agent))).toBe('revoked')
  expect(await codeOf(lab.enrollWith(made.value.token))).toBe('token-used')
  const audited = await company.sql<{ event: string }>(sql`
    select event from audit_entries where target_id = ${agent.id} and event like 'agent.%' order by id`)
  expect(audited.map(({ event }) => event)).toContain('agent.replaced')
})

test('a token for a replacement is worth nothing once the agent that it replaces is gone', async () => {
  const agent = await lab.enroll('GONE-HOST')
  const made = await createReplacementToken(company.organizationId, lab.actor, agent.id)
  if (!made.ok) throw new Error('There is no token')
  await revokeAgent(company.organizationId, lab.actor, agent.id, 'GONE-HOST')
  expect(await codeOf(lab.enrollWith(made.value.token))).toBe('token-unknown')
})

test('two who come with one token at the same moment become one agent', async () => {
  const token = await lab.token('TWIN')
  const answers = await Promise.all([1, 2, 3].map(() => codeOf(lab.enrollWith(token))))
  expect(answers.toSorted()).toEqual(['ok', 'token-used', 'token-used'])
})

test('the old key works until the new one was used, and no longer', async () => {
  const agent = await lab.enroll('KEY-1')
  const next = makeKey()
  const announce = () => {
    const proof = signWith(next, rotationText(agent.id, next.publicKey)).toString('base64')
    return agent.portal.post('rotate', { publicKey: next.publicKey, proof })
  }
  const renewed: TestAgent = { ...agent, key: next, portal: lab.portalFor(next) }
  expect(await codeOf(announce())).toBe('ok')
  expect(await codeOf(lab.poll(agent))).toBe('ok')
  // As after an answer that got lost: the same again.
  expect(await codeOf(announce())).toBe('ok')
  expect(await codeOf(lab.poll(renewed))).toBe('ok')
  expect(await codeOf(lab.poll(agent))).toBe('unknown-agent')
  expect(await codeOf(lab.poll(renewed))).toBe('ok')
})

test('nobody announces a key that they do not hold', async () => {
  const agent = await lab.enroll('KEY-2')
  const [theirs, mine] = [makeKey(), makeKey()]
  const proof = signWith(mine, rotationText(agent.id, theirs.publicKey)).toString('base64')
  expect(await codeOf(agent.portal.post('rotate', { publicKey: theirs.publicKey, proof }))).toBe('signature-wrong')
})

test('a copied machine is noticed: the one that was there first is turned away, and the portal knows', async () => {
  const agent = await lab.enroll('COPY')
  const copy = { ...agent, presence: presenceOf('copy') }
  expect(await codeOf(lab.poll(agent))).toBe('ok')
  expect(await codeOf(lab.poll(copy))).toBe('ok')
  expect(await codeOf(lab.poll(agent))).toBe('cloned')
  expect(await codeOf(lab.poll(copy))).toBe('ok')
  const [row] = await company.sql<{ cloned: boolean }>(
    sql`select cloned_at is not null as cloned from agents where id = ${agent.id}`,
  )
  expect(row?.cloned).toBe(true)
  expect(await codeOf(lab.poll(agent))).toBe('cloned')
  const told = (await suspicions()).filter(({ code }) => code === 'key-copied')
  expect(told).toEqual([{ code: 'key-copied', args: { agent: 'COPY', host: 'copy', other: 'COPY' } }])
})

test('of whoever is nobody’s agent no body is read, however long it says that it is', async () => {
  const agent = await lab.enroll('LONG')
  const path = '/enrollment/api/agent/poll'
  const knock = async (key: TestAgent['key'], at = path) => {
    const headers = signRequest(key, { method: 'POST', path: at, query: '', body: Buffer.alloc(0) }, Date.now())
    const length = { 'content-length': String(2 ** 30) }
    const answer = await lab.doors.knock({
      method: 'POST',
      path: at,
      headers: { ...headers, ...length },
      body: Buffer.alloc(0),
    })
    return (await answer.json()).code
  }
  expect(await knock(makeKey())).toBe('unknown-agent')
  expect(await knock(agent.key)).toBe('too-large')
  expect(await knock(makeKey(), '/enrollment/api/agent/enroll')).toBe('too-large')
})

test('an agent whose clock is wrong is told by how many minutes', async () => {
  const agent = await lab.enroll('CLOCK')
  const path = '/enrollment/api/agent/poll'
  const body = Buffer.from('{}')
  const headers = signRequest(agent.key, { method: 'POST', path, query: '', body }, Date.now() + 540_000)
  const response = await lab.doors.knock({ method: 'POST', path, headers, body })
  expect([response.status, await response.json()]).toEqual([
    401,
    { code: 'clock-skew', text: expect.stringContaining('9 minutes fast'), args: expect.anything() },
  ])
  expect(await turnedAway(agent)).toMatchObject({ code: 'clock-skew', args: { minutes: 9, direction: 'fast' } })
  expect(await codeOf(lab.poll(agent))).toBe('ok')
  expect(await turnedAway(agent), 'its clock was set right').toBeNull()
})

test('an agent that speaks another version is told what to do', async () => {
  const agent = await lab.enroll('OLD')
  expect(await codeOf(lab.poll({ ...agent, presence: { ...agent.presence, protocol: 99 } }))).toBe(
    'protocol-unsupported',
  )
  expect(await turnedAway(agent)).toMatchObject({ code: 'protocol-unsupported', args: { version: 99, supported: '1' } })
})

test('an agent outlives the administrator who installed it', async () => {
  const token = await lab.token('STAYS')
  const admin = { id: randomUUID(), email: 'leaver@example.com', displayName: 'A leaver', passwordHash: '-' } as const
  await inOrganization(company.organizationId, tx => createAdministrator(tx, { ...admin, role: 'operator' }))
  await company.sql(sql`update enrollment_tokens set created_by = ${admin.id} where agent_name = 'STAYS'`)
  const key = makeKey()
  const body = { token, publicKey: key.publicKey, presence: presenceOf('stays') }
  const { agentId } = EnrollAnswer.parse(await lab.portalFor(key).post('enroll', body))
  await company.sql(sql`update administrators set disabled = true where id = ${admin.id}`)
  const agent = { id: agentId, name: 'STAYS', key, presence: body.presence, portal: lab.portalFor(key) }
  expect(await codeOf(lab.poll(agent))).toBe('ok')
})

test('agents that wait hold no connection to the database', async () => {
  const agents = await Promise.all(Array.from({ length: 30 }, (_, at) => lab.enroll(`WAIT-${at}`)))
  const polls = agents.map(agent => lab.poll(agent, 4))
  // Thirty wait where ten connections are; each has arrived when what it says of its directory is noted.
  await expect
    .poll(() => company.sql(sql`select from agents where name like 'WAIT-%' and directory is not null`), {
      timeout: 20_000,
    })
    .toHaveLength(30)
  const held = async () => {
    const [open] = await company.sql<{ held: number }>(sql`
      select count(*)::int as held from pg_stat_activity
      where datname = current_database() and state like 'idle in transaction%' and pid <> pg_backend_pid()`)
    return open?.held
  }
  // Whoever arrived last may be about to let go.
  await expect.poll(held, { timeout: 3_000 }).toBe(0)
  expect(await Promise.all(polls)).toEqual(agents.map(() => ({ job: null, rotate: false })))
})
