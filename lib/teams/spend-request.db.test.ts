import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { provideEnvironment } from '@/lib/env'
import { deliverEffects } from '@/lib/notify/deliver-effects'
import { Mailbox } from '@/lib/notify/testing/receivers'
import type { Outcome } from '@/lib/outcome'
import { inOrganization } from '@/lib/store/organization'
import { readLastAdoption } from '@/lib/store/team-adoptions'
import { readLastSpendRequest } from '@/lib/store/team-spend-requests'
import { readTeam } from '@/lib/store/teams'
import { bringTeamIn } from './bring-in'
import { leaveTeamAlone } from './leave-alone'
import { readQuote } from './read-quote'
import { askToSpend, declineSpend, expireSpendRequests, hoursToApprove, withdrawSpend } from './spend-request'
import { outside, TeamCompany } from './testing/team-company'

vi.mock('@/lib/jobs/wake', () => ({ wake: async () => undefined }))

let database: TestDatabase
let mailbox: Mailbox
let company: TeamCompany
let teamId: string
const ana = { id: randomUUID(), name: 'Ana Diaz' }
const roles = ['primary-master-admin', 'enterprise-admin'] as const
const now = new Date('2026-11-24T10:00:00.000Z')
const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000)

beforeAll(async () => {
  database = await testDatabase()
  mailbox = new Mailbox()
  provideEnvironment({
    ...{ ENROLLMENT_SMTP_URL: await mailbox.listen(), ENROLLMENT_MAIL_FROM: 'enrollment@example.com' },
    ENROLLMENT_PUBLIC_URL: 'https://portal.example',
  })
})
afterAll(async () => {
  provideEnvironment({ ENROLLMENT_SMTP_URL: '' })
  await mailbox.close()
  await database.drop()
})
beforeEach(async () => {
  company = new TeamCompany()
  await company.create()
  mailbox.taken.length = 0
  ana.id = randomUUID()
  await administrator(company.by.id, 'Lee', 'operator')
  await administrator(ana.id, ana.name, 'enterprise-admin')
  teamId = await company.team('Night Shift', [await company.account('lee'), outside('guest')])
})

const administrator = (id: string, name: string, role: string) =>
  company.sql(sql`insert into administrators (organization_id, id, email, display_name, role, password_hash)
    values (${company.organizationId}, ${id}, ${`${id}@${company.domain}`}, ${name}, ${role}, '')`)
const codes = (outcome: Outcome<unknown>) => (outcome.ok ? [] : outcome.faults.map(({ code }) => code))
const quoteNow = (at = now) =>
  inOrganization(company.organizationId, async tx => {
    const team = await readTeam(tx, teamId)
    if (!team) throw new Error('There is no team')
    return readQuote(tx, team, at)
  })
const ask = async (more: { approverId?: string; quoteId?: string; by?: string; at?: Date } = {}) => {
  const { approverId = ana.id, at = now, quoteId = (await quoteNow(at)).id, by = company.by.id } = more
  const question = { teamId, quoteId, approverId, message: 'For the new plant.' }
  return askToSpend(company.organizationId, { id: by, name: 'Lee' }, question, roles, at)
}
const request = () => inOrganization(company.organizationId, tx => readLastSpendRequest(tx, teamId))
const mails = async () => {
  await deliverEffects(company.organizationId)
  return mailbox.taken.map(({ to, text }) => ({ to, text: text.replaceAll('=\r\n', '') }))
}

test('somebody who may spend is asked in one mail with the cost, and what they commit to is what they see then', async () => {
  expect((await ask()).ok).toBe(true)
  const [mail] = await mails()
  expect(mail).toMatchObject({ to: `${ana.id}@${company.domain}` })
  expect(mail?.text).toContain('$16.00')
  expect(mail?.text).toContain('For the new plant.')
  expect(codes(await ask())).toEqual(['spend-asked-already'])
  await company.sql(sql`update licenses set price_per_seat = 900 where organization_id = ${company.organizationId}`)
  const asked = await request()
  const agree = (quoteId: string, perMonth: number | null) =>
    bringTeamIn(company.organizationId, ana, { teamId, quoteId, perMonth, maySpend: true, name: 'Night Shift' }, now)
  expect(codes(await agree(asked?.quote.id ?? '', asked?.quote.perMonth ?? 0))).toEqual(['quote-price-changed'])
  expect(await request()).toMatchObject({ answer: null })
  const quote = await quoteNow()
  expect((await agree(quote.id, quote.perMonth)).ok).toBe(true)
  expect(await request()).toMatchObject({ answer: 'approved', answeredByName: 'Ana Diaz' })
  expect(await inOrganization(company.organizationId, tx => readLastAdoption(tx, teamId))).toMatchObject({
    ...{ quote, committedByName: 'Ana Diaz' },
  })
  const told = (await mails()).filter(({ to }) => to === `${company.by.id}@${company.domain}`)
  expect(told).toHaveLength(1)
  expect(told[0]?.text).toContain('Ana Diaz approved')
})

test('a no comes back with its reason, and the team can be asked about anew', async () => {
  await ask()
  expect(codes(await declineSpend(company.organizationId, ana, { teamId, reason: ' ' }, now))).toEqual([
    'team-reason-missing',
  ])
  expect((await declineSpend(company.organizationId, ana, { teamId, reason: 'Not this year' }, now)).ok).toBe(true)
  expect(await request()).toMatchObject({ answer: 'declined', reason: 'Not this year' })
  expect(codes(await declineSpend(company.organizationId, ana, { teamId, reason: 'Again' }, now))).toEqual([
    'spend-not-open',
  ])
  expect((await mails()).at(-1)?.text).toContain('Not this year')
  expect((await ask({ at: later(1) })).ok).toBe(true)
})

test('nobody is asked who may not spend, nor for a cost that is no longer true, nor oneself', async () => {
  const auditor = randomUUID()
  await administrator(auditor, 'Olga', 'auditor')
  for (const approverId of [auditor, company.by.id, randomUUID()])
    expect(codes(await ask({ approverId }))).toEqual(['approver-unknown'])
  expect(codes(await ask({ approverId: ana.id, by: ana.id }))).toEqual(['approver-unknown'])
  expect(codes(await ask({ quoteId: 'another' }))).toEqual(['quote-changed'])
  expect(await request()).toBeNull()
})

test('a question ends after its time, when it is taken back, and when the team goes another way; a mail that is of no use is not sent', async () => {
  await ask()
  await expireSpendRequests(later(hoursToApprove - 1))
  expect(await request()).toMatchObject({ answer: null })
  for (const _ of [1, 2]) await expireSpendRequests(later(hoursToApprove))
  expect(await request()).toMatchObject({ answer: 'expired' })
  expect((await mails()).map(({ text }) => text)).toEqual([expect.stringContaining('Nobody did so')])
  await ask({ at: later(80) })
  expect((await withdrawSpend(company.organizationId, company.by, teamId, now)).ok).toBe(true)
  expect(await request()).toMatchObject({ answer: 'withdrawn' })
  await ask({ at: later(81) })
  await leaveTeamAlone(company.organizationId, company.by, { teamId, reason: 'A club' })
  expect(await request()).toMatchObject({ answer: 'withdrawn' })
  expect(await mails()).toHaveLength(1)
})
