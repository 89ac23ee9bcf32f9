import { randomUUID } from 'node:crypto'
import { zstdCompressSync } from 'node:zlib'
import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { makeKey } from '@/lib/agent-protocol/keys'
import { PollAnswer } from '@/lib/agent-protocol/messages'
import { mostCompressed, mostPlain } from '@/lib/agent-protocol/parts'
import { env } from '@/lib/env'
import { stopWaking } from '@/lib/jobs/wake'
import { TestCompany } from '@/lib/runs/testing/company'
import { insertAgentJob } from '@/lib/store/agent-jobs'
import { inOrganization } from '@/lib/store/organization'
import { revokeAgent } from './revoke-agent'
import { AgentLab, type TestAgent } from './testing/agent-lab'
import type { Arriving } from './testing/doors'
import { anyPieces, makeUpload, partRequest, sealRequest } from './testing/upload'

let database: TestDatabase
let lab: AgentLab
let elsewhere: AgentLab
let agent: TestAgent
let colleague: TestAgent
let revoked: TestAgent
let stranger: TestAgent

beforeAll(async () => {
  database = await testDatabase()
  lab = await AgentLab.open(await created())
  elsewhere = await AgentLab.open(await created())
  agent = await lab.enroll('LON-1')
  colleague = await lab.enroll('LON-2')
  revoked = await lab.enroll('LON-3')
  stranger = await elsewhere.enroll('BER-1')
  await revokeAgent(lab.company.organizationId, lab.actor, revoked.id, 'LON-3')
})
afterAll(async () => {
  await Promise.all([lab?.close(), elsewhere?.close()])
  await stopWaking()
  await database.drop()
})

async function created(): Promise<TestCompany> {
  const company = new TestCompany()
  await company.create()
  return company
}

type Job = { id: string; claim: number }

/** An import that this agent has taken up. */
async function takeUp(by = agent): Promise<Job> {
  const { organizationId, connectorId } = lab.company
  const call = { method: 'import', scopes: [], attributes: [] }
  const row = { id: randomUUID(), connectorId, asker: `run:${randomUUID()}`, method: 'import', call, baseDn: null }
  await lab.company.sql(sql`update agent_jobs set state = 'cancelled' where state in ('queued', 'working')`)
  await inOrganization(organizationId, tx => insertAgentJob(tx, row, { epoch: true, seconds: 600 }))
  const { job } = PollAnswer.parse(await lab.poll(by))
  if (job?.id !== row.id) throw new Error('The agent got another job')
  return job
}

const knock = async (arriving: Arriving): Promise<string> => {
  const response = await lab.doors.knock(arriving)
  return response.ok ? 'ok' : String((await response.json()).code)
}

/** What the portal holds of an upload. */
async function held(job: Job) {
  const [row] = await lab.company.sql<{ state: string; parts: string[] | null }>(sql`
    select state, (select array_agg(p.number || ' ' || p.hash order by p.number) from agent_parts p
      where p.job_id = j.id and p.claim = ${job.claim}) as parts
    from agent_jobs j where id = ${job.id}`)
  return { state: row?.state, parts: row?.parts ?? [] }
}

const pieces = 4
type Step =
  | { step: 'part' | 'other-contents' | 'cut-off' | 'altered'; part: number }
  | { step: 'from'; who: 'colleague' | 'stranger' | 'revoked' | 'nobody'; what: 'part' | 'seal'; part: number }
  | { step: 'old-claim' | 'new-claim' | 'bomb' | 'too-large'; part: number }
  | { step: 'again'; which: number }
  | { step: 'seal' | 'seal-short' | 'seal-long' | 'seal-other-hash' }

const part = fc.integer({ min: 1, max: pieces })
const faulty: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ step: fc.constant('other-contents'), part }),
  fc.record({ step: fc.constantFrom('cut-off', 'altered', 'old-claim', 'new-claim', 'bomb', 'too-large'), part }),
  fc.record({
    step: fc.constant('from'),
    who: fc.constantFrom('colleague', 'stranger', 'revoked', 'nobody'),
    what: fc.constantFrom('part', 'seal'),
    part,
  }),
  fc.record({ step: fc.constant('again'), which: fc.nat(50) }),
  fc.record({ step: fc.constantFrom('seal', 'seal-short', 'seal-long', 'seal-other-hash') }),
)
const sentParts = fc.oneof(fc.constant([1, 2, 3, 4]), fc.shuffledSubarray([1, 2, 3, 4], { minLength: 2 }))

/** What a good agent does, in any order and with anything left out, and whatever others do in between. */
const story: fc.Arbitrary<Step[]> = fc
  .tuple(sentParts, fc.array(faulty, { maxLength: 8 }), fc.boolean(), fc.infiniteStream(fc.nat(50)))
  .map(([sent, trouble, ends, places]) => {
    const steps: Step[] = sent.map(number => ({ step: 'part', part: number }))
    for (const one of trouble) steps.splice(Number(places.next().value) % (steps.length + 1), 0, one)
    return ends ? [...steps, { step: 'seal' }] : steps
  })

/** Carries a story out beside what should come of it, and looks after each step. */
async function carryOut(steps: readonly Step[]): Promise<'sealed' | 'open'> {
  const job = await takeUp()
  const { parts, seal } = makeUpload(anyPieces(pieces))
  const expected = { sealed: false, parts: new Map<number, string>() }
  const sent: Arriving[] = []
  const bytes = (number: number) => parts[number - 1]?.compressed ?? Buffer.alloc(0)
  const signers = { colleague, stranger, revoked, nobody: { ...agent, key: makeKey() } }
  const send = (arriving: Arriving) => {
    sent.push(arriving)
    return knock(arriving)
  }
  const arrives = (number: number, contents: Buffer, hash: string) => {
    if (!expected.sealed && !expected.parts.has(number)) expected.parts.set(number, hash)
    return send(partRequest(agent, job, number, contents))
  }
  for (const step of steps) {
    switch (step.step) {
      case 'part':
        await arrives(step.part, bytes(step.part), parts[step.part - 1]?.hash ?? '')
        break
      case 'other-contents': {
        const other = makeUpload(anyPieces(1)).parts[0]
        if (other) await arrives(step.part, other.compressed, other.hash)
        break
      }
      case 'cut-off':
        expect(await send(partRequest(agent, job, step.part, bytes(step.part).subarray(0, 30)))).toBe('part-damaged')
        break
      case 'bomb': {
        const bomb = zstdCompressSync(Buffer.alloc(mostPlain + 1))
        expect(await send(partRequest(agent, job, step.part, bomb))).toBe('part-damaged')
        break
      }
      case 'too-large':
        expect(await send(partRequest(agent, job, step.part, Buffer.alloc(mostCompressed + 1)))).toBe('too-large')
        break
      case 'altered': {
        const request = partRequest(agent, job, step.part, bytes(step.part))
        expect(await send({ ...request, body: Buffer.concat([request.body, Buffer.from('!')]) })).toBe('body-altered')
        break
      }
      case 'old-claim':
      case 'new-claim': {
        const claim = job.claim + (step.step === 'new-claim' ? 1 : -1)
        expect(await send(partRequest(agent, { ...job, claim }, step.part, bytes(step.part)))).not.toBe('ok')
        break
      }
      case 'from': {
        const by = signers[step.who]
        const request =
          step.what === 'part' ? partRequest(by, job, step.part, bytes(step.part)) : sealRequest(by, job, seal)
        expect(await send(request)).not.toBe('ok')
        break
      }
      case 'again': {
        const before = sent[step.which % Math.max(sent.length, 1)]
        if (before) expect(await knock(before)).not.toBe('ok')
        break
      }
      case 'seal': {
        const whole = parts.every(one => expected.parts.get(one.number) === one.hash)
        const answer = await send(sealRequest(agent, job, seal))
        expect(answer).toBe(expected.sealed ? 'job-over' : whole ? 'ok' : 'seal-differs')
        expected.sealed ||= whole
        break
      }
      default: {
        const changes = {
          'seal-short': { parts: seal.parts - 1 },
          'seal-long': { plainBytes: seal.plainBytes + 1 },
          'seal-other-hash': { hash: '0'.repeat(64) },
        }[step.step]
        expect(await send(sealRequest(agent, job, { ...seal, ...changes }))).not.toBe('ok')
      }
    }
    const { state, parts: there } = await held(job)
    expect(state).toBe(expected.sealed ? 'done' : 'working')
    const wanted = [...expected.parts]
      .toSorted(([one], [other]) => one - other)
      .map(([number, hash]) => `${number} ${hash}`)
    expect(there).toEqual(wanted)
  }
  return expected.sealed ? 'sealed' : 'open'
}

test('an upload counts when its own agent sealed it whole, and nothing that anybody else sends changes it', async () => {
  const ends = { sealed: 0, open: 0 }
  await fc.assert(
    fc.asyncProperty(story, async steps => {
      ends[await carryOut(steps)]++
    }),
    { numRuns: 30 * env().ENROLLMENT_TEST_RUNS, seed: 20270313 },
  )
  expect(Math.min(ends.sealed, ends.open)).toBeGreaterThanOrEqual(3)
})

test('an upload that comes after a later one was sealed does not count', async () => {
  const { parts, seal } = makeUpload(anyPieces(1))
  const contents = parts[0]?.compressed ?? Buffer.alloc(0)
  const early = await takeUp()
  expect(await knock(partRequest(agent, early, 1, contents))).toBe('ok')
  const late = await takeUp(colleague)
  expect(await knock(partRequest(colleague, late, 1, contents))).toBe('ok')
  expect(await knock(sealRequest(colleague, late, seal))).toBe('ok')
  // As after a restored database, or by a fault of ours: the early job is open once more.
  await lab.company.sql(sql`update agent_jobs set state = 'working' where id = ${early.id}`)
  expect(await knock(sealRequest(agent, early, seal))).toBe('job-over')
  expect((await held(early)).state).toBe('working')
})

test('revoking an agent shuts it out at once, and takes from it what it has in hand', async () => {
  const leaving = await lab.enroll('LON-9')
  const job = await takeUp(leaving)
  const { parts, seal } = makeUpload(anyPieces(1))
  expect(await knock(partRequest(leaving, job, 1, parts[0]?.compressed ?? Buffer.alloc(0)))).toBe('ok')
  await revokeAgent(lab.company.organizationId, lab.actor, leaving.id, 'LON-9')
  expect(await knock(sealRequest(leaving, job, seal))).toBe('revoked')
  expect((await held(job)).state).toBe('queued')
  expect(PollAnswer.parse(await lab.poll(agent)).job).toMatchObject({ id: job.id, claim: job.claim + 1 })
})
