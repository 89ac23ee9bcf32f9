import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { provideEnvironment } from '@/lib/env'
import { deliverEffects } from '@/lib/notify/deliver-effects'
import { Mailbox } from '@/lib/notify/testing/receivers'
import type { Outcome } from '@/lib/outcome'
import { inOrganization } from '@/lib/store/organization'
import { readLastTeamRequest } from '@/lib/store/team-requests'
import { readTeam } from '@/lib/store/teams'
import { linkToken } from '@/lib/vault/signed-link'
import { answerRequest, expireRequests, readRequest } from './answer-request'
import { askOwner, withdrawRequest } from './ask-owner'
import { leaveTeamAlone, takeUpTeam } from './leave-alone'
import { outside, TeamCompany } from './testing/team-company'

vi.mock('@/lib/jobs/wake', () => ({ wake: async () => undefined }))

let database: TestDatabase
let mailbox: Mailbox
let company: TeamCompany
let teamId: string

beforeAll(async () => {
  database = await testDatabase()
  mailbox = new Mailbox()
  provideEnvironment({
    ...{ ENROLLMENT_SMTP_URL: await mailbox.listen(), ENROLLMENT_MAIL_FROM: 'enrollment@example.com' },
    ...{ ENROLLMENT_SECRET: 'a secret of the tests with 32 characters or more' },
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
  teamId = await company.team('Night Shift', [outside('owner'), await company.account('lee')])
})

const codes = (outcome: Outcome<unknown>) => (outcome.ok ? [] : outcome.faults.map(({ code }) => code))
const now = new Date('2026-11-24T10:00:00.000Z')
const later = (days: number) => new Date(now.getTime() + days * 86_400_000)
const ask = (message = '') => askOwner(company.organizationId, company.by, { teamId, message }, now)
const teamNow = () => inOrganization(company.organizationId, tx => readTeam(tx, teamId))

/** What the owner has in their mail. */
async function mailedToken(): Promise<string> {
  await deliverEffects(company.organizationId)
  // Quoted-printable breaks long lines, and writes the sign of equality in other words.
  const text = mailbox.taken.at(-1)?.text.replaceAll('=\r\n', '').replaceAll('=3D', '=') ?? ''
  return /team-request\?token=([\w.-]+)/.exec(text)?.[1] ?? ''
}

test('the owner alone is asked, in one mail, and their yes opens the way', async () => {
  expect((await ask('Please move with us.')).ok).toBe(true)
  const token = await mailedToken()
  expect(mailbox.taken.map(({ to }) => to)).toEqual([outside('owner')])
  expect(mailbox.taken[0]?.text).toContain('Please move with us.')
  expect(await readRequest(token, now)).toMatchObject({
    state: 'open',
    company: 'Northwind',
    team: { name: 'Night Shift' },
  })
  expect((await answerRequest({ token, accept: true, reason: '' }, now)).ok).toBe(true)
  expect(await teamNow()).toMatchObject({ management: 'approved' })
})

test('a no is kept with its reason, and the link answers once', async () => {
  await ask()
  const token = await mailedToken()
  expect((await answerRequest({ token, accept: false, reason: ' We are a club ' }, now)).ok).toBe(true)
  expect(await teamNow()).toMatchObject({ management: 'declined', managementReason: 'We are a club' })
  expect(codes(await answerRequest({ token, accept: true, reason: '' }, now))).toEqual(['request-answered'])
  expect(await teamNow()).toMatchObject({ management: 'declined' })
  expect((await ask()).ok).toBe(true)
})

test('two answers at the same moment are one', async () => {
  await ask()
  const token = await mailedToken()
  const answers = await Promise.all([true, false].map(accept => answerRequest({ token, accept, reason: '' }, now)))
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
})

test('a question ends after its time, and its team is to be decided about again', async () => {
  await ask()
  const token = await mailedToken()
  await expireRequests(later(13))
  expect(await teamNow()).toMatchObject({ management: 'owner-asked' })
  expect(codes(await answerRequest({ token, accept: true, reason: '' }, later(15)))).toEqual(['request-expired'])
  await expireRequests(later(15))
  await expireRequests(later(15))
  expect(await teamNow()).toMatchObject({ management: 'found' })
  expect(await readRequest(token, later(15))).toEqual({ state: 'expired' })
})

test('a question that was taken back cannot be answered, and its mail is not sent any more', async () => {
  await ask()
  const request = await inOrganization(company.organizationId, tx => readLastTeamRequest(tx, teamId))
  expect((await withdrawRequest(company.organizationId, company.by, teamId, now)).ok).toBe(true)
  await deliverEffects(company.organizationId)
  expect(mailbox.taken).toEqual([])
  const token = linkToken('team-request', company.organizationId, request?.id ?? '')
  expect(codes(await answerRequest({ token, accept: true, reason: '' }, now))).toEqual(['request-withdrawn'])
  expect(await teamNow()).toMatchObject({ management: 'found' })
})

test('a link that nobody signed, or that was signed for another question, answers nothing', async () => {
  await ask()
  const token = await mailedToken()
  const [organization, id, signature] = token.split('.')
  const elsewhere = new TeamCompany()
  await elsewhere.create()
  const altered = [
    ...['', 'nonsense', `${organization}.${id}.`, `${organization}.${elsewhere.organizationId}.${signature}`],
    `${elsewhere.organizationId}.${id}.${signature}`,
  ]
  for (const one of altered) {
    expect(await readRequest(one, now)).toEqual({ state: 'unknown' })
    expect(codes(await answerRequest({ token: one, accept: true, reason: '' }, now))).toEqual(['request-unknown'])
  }
  expect(await teamNow()).toMatchObject({ management: 'owner-asked' })
})

test('an owner who left is not asked; a team that is left alone is remembered with the reason, and may be taken up again', async () => {
  const gone = await company.account('gone', { set: sql`blocked_by_admin = true` })
  const orphan = await company.team('Orphan', [gone, outside('x')])
  expect(codes(await askOwner(company.organizationId, company.by, { teamId: orphan, message: '' }))).toEqual([
    'owner-cannot-answer',
  ])
  const leave = (reason: string) => leaveTeamAlone(company.organizationId, company.by, { teamId, reason })
  expect(codes(await leave(' '))).toEqual(['team-reason-missing'])
  expect((await leave('A football club')).ok).toBe(true)
  expect(await teamNow()).toMatchObject({ management: 'left-alone', managementReason: 'A football club' })
  expect(codes(await ask())).toEqual(['team-left-alone'])
  expect((await takeUpTeam(company.organizationId, company.by, teamId)).ok).toBe(true)
  expect(await teamNow()).toMatchObject({ management: 'found', managementReason: null })
})
