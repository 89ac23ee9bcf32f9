import { sql } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { drain } from '@/lib/jobs/drain'
import { anchorOf, fakeBase } from '@/lib/runs/testing/fake-source'
import { scimLab } from './testing/scim-lab'
import { ScimServer } from './testing/scim-server'
import { workOnMessenger } from './work-on-messenger'

const lab = scimLab()
beforeEach(() => lab.company.synchronized(4))

const person = (at: number) => anchorOf(`CN=Person ${at},${fakeBase}`)
const mail = (at: number) => `person.${at}@${lab.company.directory.domain}`
const names = () => [...lab.server.users.all.values()].map(({ userName }) => userName).toSorted()
const everybody = () => [1, 2, 3, 4].map(mail)

/** What a killed worker leaves behind, minutes later. */
const afterDeath = () => lab.company.sql(sql`update remote_messengers set lease_until = now() - interval '1 second'`)
const known = () => lab.company.sql(sql`select object_id, remote_id, state from exported_objects order by object_id`)

const html = { status: 200, headers: { 'content-type': 'text/html' }, body: '<html><body>Sign in</body></html>' }
const listOf = (values: object) => ({
  status: 200,
  body: JSON.stringify({ schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'], ...values }),
})

const badAnswers = {
  'scim-not-scim': html,
  'scim-total-disagrees': listOf({ totalResults: 4, startIndex: 1, Resources: [] }),
  'scim-too-many-gone': listOf({ totalResults: 0, Resources: [] }),
  'scim-id-missing': listOf({ totalResults: 1, Resources: [{ userName: 'x' }] }),
  'scim-rate-limited': { status: 429 },
  'scim-redirected': { status: 302, headers: { location: '/elsewhere' } },
  'scim-list-malformed': { status: 200, body: '{"schemas": [], "totalResults": 0}' },
  'scim-answer-too-large': { status: 200, body: `{"schemas": ["${'x'.repeat(17 * 1_048_576)}"]}` },
}

test('a reading that is not proved complete concludes nothing about anybody, whatever it met', async () => {
  for (let at = 5; at <= 8; at++) lab.company.directory.person(`Person ${at}`, fakeBase)
  await lab.company.run()
  await lab.company.exports(lab.address)
  const before = await known()
  for (const [code, answer] of Object.entries(badAnswers)) {
    lab.server.interfere = ({ path }) => (path.startsWith('/Users?') ? answer : undefined)
    await lab.company.reads()
    expect((await lab.company.messenger()).reading).toMatchObject({ complete: false, trouble: { code }, gone: 0 })
    expect(await known()).toEqual(before)
  }
  lab.server.interfere = () => undefined
  lab.server.done = ({ path }) => (path.startsWith('/Users?') ? 'hang-up' : 'answer')
  await lab.company.reads()
  expect((await lab.company.messenger()).reading).toMatchObject({
    complete: false,
    trouble: { code: 'scim-unreachable' },
  })
  lab.server.done = () => 'answer'
  await lab.company.reads()
  expect((await lab.company.messenger()).reading).toMatchObject({ complete: true, gone: 0 })
  expect(await known()).toEqual(before)
})

test('somebody whom a listing leaves out is asked for, and is not gone because of it', async () => {
  await lab.company.exports(lab.address)
  const before = await known()
  const [, ...others] = [...lab.server.users.all.values()]
  lab.server.interfere = ({ path }) =>
    path.startsWith('/Users?')
      ? listOf({ totalResults: 3, Resources: path.includes('startIndex=1&') ? others : [] })
      : undefined
  await lab.company.reads()
  expect((await lab.company.messenger()).reading).toMatchObject({ complete: true, gone: 0 })
  expect(await known()).toEqual(before)
  lab.server.interfere = ({ path }) =>
    path.startsWith('/Users?')
      ? listOf({ totalResults: 3, Resources: path.includes('startIndex=1&') ? others : [] })
      : path.startsWith('/Users/')
        ? { status: 404, headers: { 'content-type': 'text/html' }, body: 'No such page' }
        : undefined
  await lab.company.reads()
  expect((await lab.company.messenger()).reading).toMatchObject({ complete: false, trouble: { code: 'scim-not-scim' } })
  expect(await known()).toEqual(before)
})

test('an object that is refused fails alone, with what the other side said, and can be tried again', async () => {
  await lab.company.exports(lab.address)
  lab.company.directory.set(person(1), { title: 'Not allowed' })
  lab.company.directory.set(person(2), { title: 'Captain' })
  const run = await lab.company.run()
  const detail = {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    status: '400',
    scimType: 'invalidValue',
    detail: 'No such title',
  }
  const refused = `/Users/${lab.server.user(mail(1))?.id}`
  lab.server.interfere = ({ method, path }) =>
    method === 'PATCH' && path === refused ? { status: 400, body: JSON.stringify(detail) } : undefined
  await lab.company.work()
  expect(lab.server.user(mail(2))).toMatchObject({ title: 'Captain' })
  const [row] = await lab.company.sql(sql`select error, detail, run_id from exported_objects where state = 'refused'`)
  expect(row).toEqual({ error: 'scim-refused', detail: 'invalidValue: No such title', run_id: run.id })
  const tried = lab.server.writes().length
  await lab.company.work()
  expect(lab.server.writes()).toHaveLength(tried)
  lab.server.interfere = () => undefined
  await lab.company.order({ do: 'retry', only: null })
  await lab.company.work()
  expect(lab.server.user(mail(1))).toMatchObject({ title: 'Not allowed' })
  expect(await lab.company.open()).toEqual([])
})

test('an object that the Messenger cannot answer is tried again, and after twelve times counts as refused; nobody waits for it', async () => {
  await lab.company.exports(lab.address)
  for (const at of [1, 2]) lab.company.directory.set(person(at), { title: 'Captain' })
  await lab.company.run()
  const broken = `/Users/${lab.server.user(mail(1))?.id}`
  const tries = () => lab.server.handled.filter(({ method, path }) => method === 'PATCH' && path === broken).length
  lab.server.interfere = ({ path }) => (path === broken ? { status: 500 } : undefined)
  await lab.company.work()
  expect(lab.server.user(mail(2))).toMatchObject({ title: 'Captain' })
  expect((await lab.company.states())['person.1']).toBe('pending scim-server-error')
  await lab.company.sql(sql`update outbox set attempts = 10 where done_at is null and kind = 'scim-account'`)
  await lab.company.work()
  expect((await lab.company.states())['person.1']).toBe('pending scim-server-error')
  for (let time = 0; time < 3; time++) await lab.company.work()
  expect(tries(), 'the first, the eleventh and the twelfth').toBe(3)
  expect((await lab.company.states())['person.1']).toBe('refused scim-server-error')
  lab.server.interfere = () => undefined
  await lab.company.order({ do: 'retry', only: null })
  await lab.company.work()
  expect(lab.server.user(mail(1))).toMatchObject({ title: 'Captain' })
})

test('whoever says that it is too much is left in peace, as long as it says or a while', async () => {
  await lab.company.connect(lab.address)
  await lab.company.reads()
  lab.server.interfere = ({ method }) =>
    method === 'POST' ? { status: 429, headers: { 'retry-after': '120' } } : undefined
  await lab.company.order({ do: 'export' })
  await lab.company.work()
  const waits = async () => Number(((await lab.company.messenger()).pausedUntil?.getTime() ?? 0) - Date.now()) / 1000
  expect(await waits()).toBeGreaterThan(60)
  expect(await waits()).toBeLessThanOrEqual(120)
  const asked = lab.server.handled.length
  await lab.company.sql(sql`update outbox set next_attempt_at = now() where done_at is null`)
  await workOnMessenger(lab.company.organizationId, { owner: 'another' })
  expect(lab.server.handled).toHaveLength(asked)
  lab.server.interfere = ({ method }) => (method === 'POST' ? { status: 429 } : undefined)
  await lab.company.work()
  expect(await waits()).toBeGreaterThan(5)
  lab.server.interfere = () => undefined
  await lab.company.work()
  expect(names()).toEqual(everybody())
  expect((await lab.company.messenger()).trouble).toBeNull()
})

test('a token that is refused is not tried again for everybody, and nothing is lost by it', async () => {
  await lab.company.exports(lab.address)
  lab.company.directory.set(person(1), { title: 'Captain' })
  await lab.company.run()
  lab.server.interfere = () => ({ status: 401 })
  await lab.company.work()
  expect((await lab.company.messenger()).trouble).toMatchObject({ code: 'scim-token-refused' })
  lab.server.interfere = () => undefined
  await lab.company.connect(lab.address)
  await lab.company.work()
  expect(lab.server.user(mail(1))).toMatchObject({ title: 'Captain' })
})

test.each(['claimed', 'answered'] as const)('a worker killed when it has %s leaves each account once', async point => {
  await lab.company.connect(lab.address)
  await lab.company.reads()
  await lab.company.order({ do: 'export' })
  let times = 0
  const failpoint = (at: string) => {
    if (at === point && times++ === 0) throw new Error('killed')
  }
  await expect(lab.company.work({ failpoint })).rejects.toThrow('killed')
  await lab.company.work({ owner: 'another' })
  await afterDeath()
  await lab.company.work({ owner: 'another' })
  expect(names()).toEqual(everybody())
  expect(new Set(Object.values(await lab.company.states()))).toEqual(new Set(['exported']))
  expect(lab.server.writes().filter(({ method }) => method === 'POST')).toHaveLength(4)
})

test('an account whose creation was answered by nobody is found again, and not made twice', async () => {
  await lab.company.connect(lab.address)
  await lab.company.reads()
  await lab.company.order({ do: 'export' })
  lab.server.done = ({ method }) => (method === 'POST' ? 'hang-up' : 'answer')
  await lab.company.work()
  expect((await lab.company.messenger()).trouble).toMatchObject({ code: 'scim-unreachable' })
  lab.server.done = () => 'answer'
  await lab.company.work()
  expect(names()).toEqual(everybody())
  expect(lab.server.writes().filter(({ method }) => method === 'POST')).toHaveLength(4)
  expect(new Set(Object.values(await lab.company.states()))).toEqual(new Set(['exported']))
})

test('a pause holds at once, also in the middle, and nothing is lost by it', async () => {
  await lab.company.connect(lab.address)
  await lab.company.reads()
  await lab.company.order({ do: 'export' })
  let paused = false
  await lab.company.work({
    failpoint: async point => {
      if (point !== 'answered' || paused) return
      paused = true
      await lab.company.order({ do: 'pause' })
    },
  })
  expect((await lab.company.open()).length).toBeGreaterThan(0)
  const asked = lab.server.handled.length
  await lab.company.work()
  expect(lab.server.handled).toHaveLength(asked)
  await lab.company.order({ do: 'export' })
  await lab.company.work()
  expect(names()).toEqual(everybody())
  expect(await lab.company.open()).toEqual([])
})

test('a worker finds what is due by itself, and does it', async () => {
  await lab.company.connect(lab.address)
  await lab.company.order({ do: 'read' })
  expect(await drain(20)).toMatchObject({ messengers: 1, errors: 0 })
  await lab.company.order({ do: 'export' })
  expect(await drain(20)).toMatchObject({ messengers: 1, errors: 0 })
  expect(names()).toEqual(everybody())
  expect(await drain(20)).toMatchObject({ messengers: 0 })
})

test('a token goes only to where it was typed for', async () => {
  await lab.company.connect(lab.address)
  await lab.company.reads()
  const other = new ScimServer()
  const elsewhere = await other.listen()
  await expect(lab.company.connect(elsewhere, { token: null })).rejects.toThrow('messenger-token-needed')
  await lab.company.sql(sql`update remote_messengers set base_url = ${elsewhere}`)
  await expect(lab.company.work()).rejects.toThrow('does not open')
  expect(other.handled).toEqual([])
  await other.close()
})
