import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Refused } from '@/agent/portal'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { makeKey, signWith } from '@/lib/agent-protocol/keys'
import { rotationText } from '@/lib/agent-protocol/messages'
import { signRequest } from '@/lib/agent-protocol/signature'
import { stopWaking } from '@/lib/jobs/wake'
import { TestCompany } from '@/lib/runs/testing/company'
import { inOrganization } from '@/lib/store/organization'
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
})

test('an agent that speaks another version is told what to do', async () => {
  const agent = await lab.enroll('OLD')
  expect(await codeOf(lab.poll({ ...agent, presence: { ...agent.presence, protocol: 99 } }))).toBe(
    'protocol-unsupported',
  )
})

test('agents that wait hold no connection to the database', async () => {
  const agents = await Promise.all(Array.from({ length: 30 }, (_, at) => lab.enroll(`WAIT-${at}`)))
  const polls = agents.map(agent => lab.poll(agent, 4))
  // Thirty wait where ten connections are; each has arrived when its contact is noted.
  await expect
    .poll(() => company.sql(sql`select from agents where name like 'WAIT-%' and last_contact_at is not null`), {
      timeout: 20_000,
    })
    .toHaveLength(30)
  const [open] = await inOrganization(company.organizationId, async tx => [
    ...(await tx.execute<{ held: number }>(sql`
      select count(*)::int as held from pg_stat_activity
      where datname = current_database() and state like 'idle in transaction%' and pid <> pg_backend_pid()`)),
  ])
  expect(open?.held).toBe(0)
  expect(await Promise.all(polls)).toEqual(agents.map(() => ({ job: null, rotate: false })))
})
