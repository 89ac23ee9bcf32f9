import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { chooseLanguage } from '@/lib/connectors/choose-languages'
import { changeNotifications } from '@/lib/connectors/save-notifications'
import { forgetEnvironment } from '@/lib/env'
import { stopWaking } from '@/lib/jobs/wake'
import type { Failpoint } from '@/lib/runs/run-work'
import { TestCompany } from '@/lib/runs/testing/company'
import { anchorOf, fakeBase } from '@/lib/runs/testing/fake-source'
import { deliverEffects } from './deliver-effects'
import { signatureOf } from './send-webhook'
import { Mailbox, Receiver } from './testing/receivers'

const secret = 'a secret that signs, of enough letters'
let database: TestDatabase
let mailbox: Mailbox
let receiver: Receiver
let [smtp, hook] = ['', '']

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => {
  setMail(undefined)
  await stopWaking()
  await database.drop()
})
beforeEach(async () => {
  mailbox = new Mailbox()
  receiver = new Receiver()
  smtp = await mailbox.listen()
  hook = await receiver.listen()
  setMail(smtp)
  return async () => {
    await mailbox.close()
    await receiver.close()
  }
})

function setMail(url: string | undefined): void {
  // biome-ignore lint/style/noProcessEnv: a test stands in for the operator
  Object.assign(process.env, {
    ENROLLMENT_SMTP_URL: url ?? '',
    ENROLLMENT_MAIL_FROM: 'enrollment@example.com',
    ENROLLMENT_HOSTING: 'self-hosted',
    ENROLLMENT_APPLY_BATCH: '4',
  })
  forgetEnvironment()
}

const person = (at: number) => anchorOf(`CN=Person ${at},${fakeBase}`)

async function companyOf(people: number, told = { welcomeMails: true, farewellMails: true }): Promise<TestCompany> {
  const company = new TestCompany()
  await company.create()
  const settings = { ...told, webhookUrl: hook, webhookSecret: secret }
  const actor = { kind: 'operator', id: 'tests' } as const
  expect(await changeNotifications(company.organizationId, actor, settings)).toEqual({ ok: true, value: null })
  for (let at = 1; at <= people; at++) company.directory.person(`Person ${at}`, fakeBase)
  return company
}

const open = (company: TestCompany) =>
  company.sql<{ kind: string; error: string | null }>(
    sql`select kind, error from outbox where done_at is null order by idempotency_key`,
  )
/** Whatever is postponed is due now, what was tried least first. */
const hurry = (company: TestCompany) =>
  company.sql(sql`update outbox set next_attempt_at = now() - interval '1 day' + attempts * interval '1 minute'
    where done_at is null`)

const uniqueMails = () => new Set(mailbox.taken.map(({ id }) => id)).size

test('who is added gets a mail, who loses access too, and a receiver is told signed batches, each once', async () => {
  const company = await companyOf(10)
  await company.approve(await company.run('preview'))
  await deliverEffects(company.organizationId)
  expect(mailbox.taken).toHaveLength(10)
  expect(mailbox.taken.map(({ to }) => to)).toContain(`person.1@${company.directory.domain}`)
  expect(receiver.received.length).toBeGreaterThanOrEqual(3)
  const events = receiver.received.flatMap(({ body }) => JSON.parse(body).events)
  expect(events.map(({ event }) => event)).toEqual(Array(10).fill('account.added'))
  for (const { timestamp, body, signature } of receiver.received)
    expect(signature).toBe(`v1=${signatureOf(secret, timestamp, body)}`)

  company.directory.disable(person(1))
  await company.run()
  await deliverEffects(company.organizationId)
  expect(mailbox.taken.at(-1)?.text).toContain('has ended')
  expect(receiver.received.at(-1)?.body).toContain('account.deactivated')
  // Another is told in the language that the company has chosen by now.
  await chooseLanguage(company.organizationId, { kind: 'operator', id: 'tests' }, 'de')
  company.directory.disable(person(2))
  await company.run()
  await deliverEffects(company.organizationId)
  expect(mailbox.taken.at(-1)?.text).toContain('ist beendet')
  // Nothing changed, nobody is told.
  const [mails, requests] = [mailbox.taken.length, receiver.received.length]
  await company.run()
  expect(await deliverEffects(company.organizationId)).toBe(0)
  expect([mailbox.taken.length, receiver.received.length]).toEqual([mails, requests])
  expect(await open(company)).toEqual([])
})

test('a receiver is told of lists and of who joined and left them, by ids, each once', async () => {
  const company = await companyOf(3, { welcomeMails: false, farewellMails: false })
  await company.changeSettings({ distributionLists: { mode: 'all' } })
  const dn = (name: string) => `CN=${name},${fakeBase}`
  company.directory.list('Inner', fakeBase, [dn('Person 3')], { mail: `inner@${company.directory.domain}` })
  const outer = company.directory.list('Outer', fakeBase, [dn('Person 1'), dn('Inner'), dn('Person 2')], {
    mail: `outer@${company.directory.domain}`,
  })
  await company.approve(await company.run('preview'))
  await deliverEffects(company.organizationId)
  const told = () =>
    receiver.received
      .flatMap(({ body }) => JSON.parse(body).events)
      .filter(({ event, externalId }) => event.startsWith('list.') && externalId === outer)
  // Requests leave in no particular order.
  const of = (event: string) => told().filter(one => one.event === event)
  const [{ groupId }] = of('list.added')
  expect(told()).toHaveLength(2)
  expect(of('list.members-added')).toMatchObject([{ groupId, members: expect.any(Array) }])
  const members: { type: string; externalId: string; value: string }[] = of('list.members-added')[0].members
  expect(members.map(({ type, externalId }) => [type, externalId]).sort()).toEqual(
    [
      ['Group', anchorOf(dn('Inner'))],
      ['User', person(1)],
      ['User', person(2)],
    ].sort(),
  )
  const [account] = await company.sql(sql`select account_id as id from joins where anchor = ${person(1)}`)
  expect(members.find(({ externalId }) => externalId === person(1))?.value).toBe(account?.id)
  company.directory.setMembers(outer, [dn('Inner'), dn('Person 2')])
  await company.run()
  await deliverEffects(company.organizationId)
  expect(told()).toHaveLength(3)
  expect(of('list.members-removed')).toEqual([
    {
      ...{ event: 'list.members-removed', groupId, externalId: outer },
      members: [{ type: 'User', value: account?.id, externalId: person(1) }],
    },
  ])
  await company.run()
  expect(await deliverEffects(company.organizationId)).toBe(0)
})

test('nobody is told anything unless the organization says so', async () => {
  const company = new TestCompany()
  await company.create()
  await company.synchronized(6)
  company.directory.disable(person(1))
  await company.run()
  expect(await deliverEffects(company.organizationId)).toBe(0)
  expect([mailbox.taken, receiver.received]).toEqual([[], []])
})

const points: (Failpoint | 'effect-claimed' | 'effect-sent')[] = [
  'batch-open',
  'batch-committed',
  'effect-claimed',
  'effect-sent',
]

test.each(points)('a worker that is killed at %s, again and again, tells everybody once', async point => {
  const company = await companyOf(10)
  const runId = await company.startApproved(await company.run('preview'))
  const most = 16
  let visits = 0
  let kills = 0
  // Every other time for messages, so that each of them is met once and then goes through.
  const dies = () => (point.startsWith('effect') ? visits % 2 === 1 : kills < most)
  const failpoint = (at: string) => {
    if (at !== point) return
    visits += 1
    if (!dies()) return
    kills += 1
    throw new Error('killed')
  }
  for (let life = 0; life < 2 * most; life++) {
    try {
      const state = (await company.read(runId)).state
      if (state !== 'finished') await company.advance(runId, { failpoint })
      await deliverEffects(company.organizationId, { failpoint, batch: 5 })
      if ((await open(company)).length === 0) break
    } catch (error) {
      expect(String(error)).toContain('killed')
      if ((await company.read(runId)).state !== 'finished') await company.expireLease(runId)
    }
    await hurry(company)
  }
  expect(kills).toBeGreaterThan(1)
  expect(await open(company)).toEqual([])
  // What a mail system or a receiver makes of it: one of each, whatever came over the wire.
  expect(uniqueMails()).toBe(10)
  const events = [...receiver.done.values()].flatMap(({ body }) => JSON.parse(body).events)
  expect(new Set(events.map(({ externalId }) => externalId)).size).toBe(10)
  expect(events).toHaveLength(10)
  if (point !== 'effect-sent') {
    expect(mailbox.taken).toHaveLength(10)
    expect(receiver.received).toHaveLength(receiver.done.size)
  } else expect(mailbox.taken.length + receiver.received.length).toBeGreaterThan(10 + receiver.done.size)
  for (const { key, body } of receiver.received) expect(receiver.done.get(key)?.body).toBe(body)
})

test('without a mail server mails wait, visibly; once there is one they go out', async () => {
  const company = await companyOf(3)
  setMail(undefined)
  await company.approve(await company.run('preview'))
  await deliverEffects(company.organizationId)
  expect(await open(company)).toEqual(Array(3).fill({ kind: 'mail', error: 'mail-not-configured' }))
  setMail(smtp)
  await hurry(company)
  expect(await deliverEffects(company.organizationId)).toBe(3)
  expect(mailbox.taken).toHaveLength(3)
})

test('what is refused is tried again later and loses nothing; a redirection is not followed', async () => {
  const company = await companyOf(3)
  mailbox.refuses = true
  receiver.status = 302
  await company.approve(await company.run('preview'))
  expect(await deliverEffects(company.organizationId)).toBe(0)
  expect(new Set((await open(company)).map(({ error }) => error))).toEqual(new Set(['mail-refused', 'webhook-refused']))
  expect(receiver.received).toHaveLength(1)
  expect(await deliverEffects(company.organizationId), 'not before its time').toBe(0)
  mailbox.refuses = false
  receiver.status = 200
  await hurry(company)
  expect(await deliverEffects(company.organizationId)).toBe(4)
  expect(receiver.done.size).toBe(1)
})

test('a secret is for the address it was given for, and stands nowhere in clear', async () => {
  const company = await companyOf(1)
  const actor = { kind: 'operator', id: 'tests' } as const
  const change = async (settings: Record<string, unknown>) => {
    const told = { welcomeMails: false, farewellMails: false, webhookUrl: hook, webhookSecret: null, ...settings }
    const outcome = await changeNotifications(company.organizationId, actor, told)
    return outcome.ok ? 'saved' : outcome.faults.map(fault => fault.code).join()
  }
  expect(await change({})).toBe('saved')
  expect(await change({ webhookUrl: 'https://other.example.com/' })).toBe('webhook-secret-needed')
  for (const webhookUrl of ['http://example.com/', 'ftp://example.com', 'https://user:pw@example.com/', 'nowhere'])
    expect(await change({ webhookUrl, webhookSecret: secret }), webhookUrl).toBe('webhook-url-invalid')
  expect(await change({ webhookSecret: 'short' })).toBe('webhook-secret-short')
  const rows = await company.sql(sql`select to_jsonb(n)::text as row from notification_settings n
    union all select to_jsonb(e)::text from audit_entries e`)
  expect(JSON.stringify(rows)).not.toContain(secret)
})
