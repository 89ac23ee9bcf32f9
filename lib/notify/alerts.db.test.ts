import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { changeNotifications } from '@/lib/connectors/save-notifications'
import { saveSchedule } from '@/lib/connectors/save-schedule'
import { forgetEnvironment, provideEnvironment } from '@/lib/env'
import { TestCompany } from '@/lib/runs/testing/company'
import { anchorOf, fakeBase } from '@/lib/runs/testing/fake-source'
import { type AlertPreferences, usualPreferences } from '@/lib/settings/alerts'
import { type AdministratorRole, createAdministrator } from '@/lib/store/administrators'
import { saveAlertPreferences } from '@/lib/store/alert-preferences'
import { inOrganization } from '@/lib/store/organization'
import type { Language } from '@/lib/words/language'
import { deliverEffects } from './deliver-effects'
import { lookForSilence } from './look-for-silence'
import { tellAlerts } from './tell-alerts'
import { Mailbox, Receiver } from './testing/receivers'

vi.mock('@/lib/jobs/wake', () => ({ wake: async () => undefined }))

const minute = 60_000
const hour = 60 * minute
let database: TestDatabase
let mailbox: Mailbox
let receiver: Receiver
let hook: string

beforeAll(async () => {
  database = await testDatabase()
  mailbox = new Mailbox()
  receiver = new Receiver()
  hook = await receiver.listen()
  provideEnvironment({
    ENROLLMENT_SMTP_URL: await mailbox.listen(),
    ENROLLMENT_MAIL_FROM: 'sync@example.com',
    ENROLLMENT_PUBLIC_URL: 'https://portal.example.com',
    ENROLLMENT_HOSTING: 'self-hosted',
  })
})
afterAll(async () => {
  await Promise.all([mailbox.close(), receiver.close()])
  provideEnvironment({ ENROLLMENT_SMTP_URL: '', ENROLLMENT_MAIL_FROM: '', ENROLLMENT_PUBLIC_URL: '' })
  forgetEnvironment()
  await database.drop()
})
beforeEach(() => {
  mailbox.taken.length = 0
  receiver.received.length = 0
})

class Told extends TestCompany {
  /** Adds an administrator; answers the address. */
  async administrator(
    role: AdministratorRole,
    preferences?: Partial<AlertPreferences>,
    language?: Language,
  ): Promise<string> {
    const id = randomUUID()
    const email = `${id}@example.com`
    await inOrganization(this.organizationId, async tx => {
      await createAdministrator(tx, {
        id,
        email,
        displayName: `The ${role}`,
        role,
        passwordHash: '-',
        ...(language ? { language } : {}),
      })
      if (preferences) await saveAlertPreferences(tx, id, { ...usualPreferences(role), ...preferences })
    })
    return email
  }

  /** What a worker does so many milliseconds later. @returns the mails of that time */
  async later(milliseconds: number): Promise<{ to: string; text: string }[]> {
    const before = mailbox.taken.length
    await tellAlerts(this.organizationId, new Date(Date.now() + milliseconds))
    await deliverEffects(this.organizationId)
    return mailbox.taken.slice(before).map(({ to, text }) => ({ to, text: readable(text) }))
  }
}

/** Quoted-printable undone (RFC 2045 §6.7). */
const readable = (text: string) =>
  text.replace(/=\r\n/g, '').replace(/(?:=[0-9A-F]{2})+/g, bytes => decodeURIComponent(bytes.replaceAll('=', '%')))

async function company(people = 10): Promise<Told> {
  const made = new Told()
  await made.create()
  await made.sql(sql`update organizations set time_zone = ${zoneAtNoon()} where id = ${made.organizationId}`)
  await made.synchronized(people)
  return made
}

/** A zone in which it is noon or so: far from the time of the mail of the day. */
function zoneAtNoon(): string {
  const offset = 12 - new Date().getUTCHours()
  return `Etc/GMT${offset > 0 ? '-' : '+'}${Math.abs(offset)}`
}

const fault = { code: 'base-unreadable', args: { baseDn: fakeBase } } as const
const passing = { code: 'connection-lost', args: { host: 'dc1', port: 636 } } as const
const hold = (made: Told) => {
  for (let at = 1; at <= 8; at++) made.directory.disable(anchorOf(`CN=Person ${at},${fakeBase}`))
}

test('a run that is held is told at once, with why, what to do and where; while it stands only in the mail of the day', async () => {
  const made = await company()
  const reader = await made.administrator('primary-master-admin')
  hold(made)
  const run = await made.run()
  expect(run.state).toBe('held')
  expect(await made.later(0), 'not before others may have joined it').toEqual([])
  const [mail, ...others] = await made.later(3 * minute)
  expect(others).toEqual([])
  expect(mail?.to).toBe(reader)
  expect(mail?.text).toContain(`Subject: Example: Run ${run.number} of Example waits for your decision.`)
  expect(mail?.text).toMatch(/Why: .*8/)
  expect(mail?.text).toContain('What to do: Look at the plan')
  expect(mail?.text).toContain(`https://portal.example.com/enrollment/directory-sync/runs/${run.id}`)
  // Night after night the same: no mail of its own, one line in the mail of the day.
  for (let night = 0; night < 3; night++) expect((await made.run()).state).toBe('held')
  expect(await made.later(10 * minute)).toEqual([])
  const digest = await made.later(25 * hour)
  expect(digest).toHaveLength(1)
  expect(digest[0]?.text).toContain('directory sync today, one thing to know')
  expect(digest[0]?.text).toContain('It was met 4 times since')
  expect(await made.later(50 * hour)).toEqual([])
})

test('what happens to a connector in a short time is one mail, and its end is told to those who were told of it', async () => {
  const made = await company()
  await made.administrator('enterprise-admin')
  await made.administrator('operator')
  await made.administrator('auditor')
  made.directory.incomplete = fault
  const failed = await made.run()
  made.directory.incomplete = null
  const good = await made.run()
  expect([failed.state, good.state]).toEqual(['failed', 'finished'])
  const mails = await made.later(3 * minute)
  expect(mails).toHaveLength(2)
  for (const { text } of mails) {
    expect(text).toContain('2 things to know about Example')
    expect(text).toContain(`Run ${failed.number} of Example failed.`)
    expect(text).toContain(`Example works again: run ${good.number} was carried out.`)
    expect(text).toContain('It is over since')
  }
  expect((await made.run()).state).toBe('finished')
  expect(await made.later(50 * hour)).toEqual([])
})

test('each administrator is told as each of them chose, and whoever may not sign in is told nothing', async () => {
  const made = await company()
  const at = {
    once: await made.administrator('operator'),
    daily: await made.administrator('operator', { 'run-failed': 'daily' }),
    never: await made.administrator('operator', { 'run-failed': 'never' }),
    approver: await made.administrator('approver'),
    gone: await made.administrator('operator'),
  }
  await made.sql(sql`update administrators set disabled = true where email = ${at.gone}`)
  made.directory.incomplete = fault
  await made.run()
  expect((await made.later(3 * minute)).map(({ to }) => to)).toEqual([at.once])
  expect((await made.later(25 * hour)).map(({ to }) => to)).toEqual([at.daily])
})

test('each administrator is written to in the language that they chose, reasons and all', async () => {
  const made = await company()
  await made.administrator('operator', {}, 'de')
  hold(made)
  const { number } = await made.run()
  const [mail] = await made.later(3 * minute)
  expect(mail?.text).toContain(`Lauf ${number} von Example wartet auf Ihre Entscheidung.`)
  expect(mail?.text).toMatch(/Warum: .*8.*Personen/)
  expect(mail?.text).not.toMatch(/Why:|What to do|Hello/)
})

test('a fault of the way that a schedule meets once is told to nobody, nor its end; the second time it is', async () => {
  const made = await company()
  await made.administrator('operator')
  const scheduled = async () => {
    const id = await made.start()
    await made.sql(sql`update runs set cause = 'scheduled', retries = 9 where id = ${id}`)
    await made.advance(id)
    return made.read(id)
  }
  made.directory.incomplete = passing
  expect((await scheduled()).state).toBe('failed')
  made.directory.incomplete = null
  expect((await scheduled()).state).toBe('finished')
  expect(await made.later(25 * hour)).toEqual([])
  made.directory.incomplete = passing
  for (let night = 0; night < 2; night++) await scheduled()
  expect(await made.later(3 * minute)).toHaveLength(1)
})

test('a connector that should have run is missed, once, until it runs', async () => {
  const made = await company()
  await made.administrator('operator')
  const settings = { full: { every: 'day', at: '04:00' }, startsOn: '2026-01-01' }
  const actor = { kind: 'operator', id: 'tests' } as const
  const saved = await saveSchedule(made.organizationId, actor, made.connectorId, { settings })
  expect(saved.ok).toBe(true)
  const now = new Date()
  await made.sql(sql`update runs set finished_at = now() - interval '2 days'`)
  await lookForSilence(now)
  expect(await made.later(3 * minute), 'its time has not come').toEqual([])
  await made.sql(sql`update schedule_clocks set due_at = now() - interval '5 hours' where kind = 'full'`)
  await lookForSilence(now)
  expect(await made.later(3 * minute), 'nor so many hours passed').toEqual([])
  await made.sql(sql`update schedule_clocks set due_at = now() - interval '7 hours' where kind = 'full'`)
  await Promise.all([lookForSilence(now), lookForSilence(now), lookForSilence(now)])
  const mails = await made.later(3 * minute)
  expect(mails).toHaveLength(1)
  expect(mails[0]?.text).toContain('Example should have run, and has not.')
  expect(mails[0]?.text).toContain('more than 6 hours ago')
  expect(mails[0]?.text).toContain(`/directory-sync/connectors/${made.connectorId}`)
  await lookForSilence(new Date(now.getTime() + hour))
  expect(await made.later(26 * hour)).toEqual([])
  await lookForSilence(new Date(now.getTime() + 25 * hour))
  expect(await made.later(60 * hour), 'in the mail of the day').toHaveLength(1)
  expect((await made.run()).state).toBe('finished')
  expect((await made.later(3 * minute))[0]?.text).toContain('Example works again')
})

test('a refused password that keeps scheduled runs from beginning is missed, too, and named', async () => {
  const made = await company()
  await made.administrator('operator')
  const settings = { full: { every: 'day', at: '04:00' }, startsOn: '2026-01-01' }
  await saveSchedule(made.organizationId, { kind: 'operator', id: 'tests' }, made.connectorId, { settings })
  await made.sql(sql`update runs set finished_at = now() - interval '2 days'`)
  await made.sql(sql`update schedule_clocks set last_for = now() - interval '7 hours',
    left_out = '{"code":"credentials-refused","args":{}}'::text::jsonb where kind = 'full'`)
  await lookForSilence()
  expect((await made.later(3 * minute))[0]?.text).toContain('The directory refused the saved password')
  await made.sql(sql`update alerts set ended_at = now()`)
  await made.sql(sql`update schedule_clocks set left_out = null, due_at = now() - interval '7 hours'`)
  await made.sql(sql`update connectors set state = 'attention', refused_hash = 'x'`)
  await lookForSilence()
  expect((await made.later(3 * minute))[0]?.text, 'while nothing is even tried').toContain('refused the saved password')
})

test('a certificate that ends within a month is told once, and a renewed one ends it', async () => {
  const made = await company()
  await made.administrator('operator')
  made.directory.certificateEnds = new Date(Date.now() + 12.5 * 24 * hour).toISOString()
  await made.run()
  const [mail] = await made.later(3 * minute)
  expect(mail?.text).toContain('in 12 days')
  await made.run()
  expect(await made.later(10 * minute)).toEqual([])
  made.directory.certificateEnds = new Date(Date.now() + 400 * 24 * hour).toISOString()
  await made.run()
  const rows = await made.sql(sql`select event from alerts where ended_at is null`)
  expect(rows).toEqual([])
})

test('people left out because of their values are told of in the mail of the day', async () => {
  const made = await company()
  await made.administrator('operator')
  made.directory.person('Broken', fakeBase, { mail: 'no address' })
  const run = await made.run()
  expect(run.report?.problems).toBe(1)
  expect(await made.later(3 * minute)).toEqual([])
  expect((await made.later(25 * hour))[0]?.text).toContain('one person was left out because of unusable values')
})

test('a webhook is told the same events, signed, each once', async () => {
  const made = await company()
  const told = { welcomeMails: false, farewellMails: false, webhookUrl: hook, webhookSecret: 's'.repeat(32) }
  await changeNotifications(made.organizationId, { kind: 'operator', id: 'tests' }, told)
  await made.administrator('auditor')
  made.directory.incomplete = fault
  await made.run()
  made.directory.incomplete = null
  await made.run()
  await made.later(3 * minute)
  const events = receiver.received.flatMap(({ body }) => JSON.parse(body).events)
  expect(events.map(({ event }) => event).sort()).toEqual(['run.failed', 'run.recovered'])
  expect(events.every(({ connectorId }) => connectorId === made.connectorId)).toBe(true)
  expect(receiver.received.every(({ signature }) => signature.startsWith('v1='))).toBe(true)
})

test('workers that write and send at the same time, and die in between, have everybody told once', async () => {
  const made = await company()
  const readers = await Promise.all(Array.from({ length: 4 }, () => made.administrator('operator')))
  made.directory.incomplete = fault
  await made.run()
  const soon = new Date(Date.now() + 3 * minute)
  let kills = 0
  const failpoint = (point: string) => {
    if (point === 'effect-claimed' && kills++ < 3) throw new Error('killed')
  }
  const work = async () => {
    await tellAlerts(made.organizationId, soon)
    await deliverEffects(made.organizationId, { failpoint })
  }
  for (let life = 0; life < 5; life++) {
    await Promise.allSettled([work(), work(), work(), work()])
    await made.sql(sql`update outbox set next_attempt_at = now() where done_at is null`)
  }
  expect(kills).toBeGreaterThan(3)
  expect(mailbox.taken.map(({ to }) => to).sort()).toEqual([...readers].sort())
  expect(new Set(mailbox.taken.map(({ id }) => id)).size).toBe(4)
})
