import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { provideEnvironment } from '@/lib/env'
import { deliverEffects } from '@/lib/notify/deliver-effects'
import { Mailbox } from '@/lib/notify/testing/receivers'
import { inOrganization } from '@/lib/store/organization'
import { readTeam } from '@/lib/store/teams'
import { propose, startReview } from '@/lib/unmanaged/start-review'
import { workOnReview } from '@/lib/unmanaged/work-on-review'
import { outside, TeamCompany } from './testing/team-company'

vi.mock('@/lib/jobs/wake', () => ({ wake: async () => undefined }))

let database: TestDatabase
let mailbox: Mailbox
beforeAll(async () => {
  database = await testDatabase()
  mailbox = new Mailbox()
  provideEnvironment({
    ...{ ENROLLMENT_SMTP_URL: await mailbox.listen(), ENROLLMENT_MAIL_FROM: 'enrollment@example.com' },
  })
})
afterAll(async () => {
  provideEnvironment({ ENROLLMENT_SMTP_URL: '' })
  await mailbox.close()
  await database.drop()
})

const managed = { managed: true }
const whom = (query: string) => ({ list: 'managed', filter: { query } }) as const

/** Confirms what is proposed, and carries it out. @returns what was proposed */
async function unmanage(company: TeamCompany, query: string) {
  const { organizationId } = company
  const proposal = await propose(organizationId, 'unmanage', whom(query))
  const started = await startReview(organizationId, {
    ...{ deed: 'unmanage', whom: whom(query), quoteHash: proposal.quote.hash, message: '' },
    actor: { kind: 'administrator', id: company.by.id },
  })
  if (!started.ok) throw new Error(started.faults.map(({ code }) => code).join())
  const signal = new AbortController().signal
  await workOnReview(started.value.reviewId, { organizationId, leaseSeconds: 60, signal })
  return proposal
}

const membersOf = async (company: TeamCompany, teamId: string) => {
  const rows = await company.sql<{ name: string; role: string }>(sql`
    select name, role from team_members where team_id = ${teamId} order by name`)
  return rows.map(({ name, role }) => `${name} ${role}`)
}
const teamNow = (company: TeamCompany, teamId: string) =>
  inOrganization(company.organizationId, tx => readTeam(tx, teamId))

test('whoever is unmanaged leaves the managed teams, as the confirmation said before, and keeps all others', async () => {
  const company = new TeamCompany()
  await company.create()
  const [lee, ann] = [await company.account('lee', managed), await company.account('ann', managed)]
  const ours = await company.team('Night Shift', [ann, lee, outside('guest')], { management: 'managed' })
  const theirs = await company.team('Football', [outside('coach'), lee])
  const { quote, teams } = await unmanage(company, 'lee')
  expect(quote.teamsLeft).toEqual({ people: 1, teams: 1, places: 1 })
  expect(teams).toEqual([{ id: ours, name: 'Night Shift', people: 1, names: ['lee'], losesOwner: false }])
  expect(await membersOf(company, ours)).toEqual(['ann owner', 'guest member'])
  expect(await membersOf(company, theirs)).toEqual(['coach owner', 'lee member'])
  expect(await teamNow(company, ours)).toMatchObject({ memberCount: 2, externalCount: 1, ownerEmail: ann })
  const entries = await company.sql(sql`
    select target_id as team, details::jsonb ->> 'because' as because from audit_entries where event = 'team.member-left'`)
  expect(entries).toEqual([{ team: ours, because: 'account-unmanaged' }])
  await deliverEffects(company.organizationId)
  const [mail] = mailbox.taken.filter(({ to }) => to === lee)
  expect(mail?.text.replaceAll('=\r\n', '')).toContain('You are no longer in this team')
  expect(mail?.text).toContain('Night Shift')
  expect(mail?.text).not.toContain('Football')
})

test('a managed team that loses its owner goes to an administrator of it who is managed, not to whoever leaves with them', async () => {
  const company = new TeamCompany()
  await company.create()
  const names = ['lee', 'sam', 'ann', 'bo']
  const [lee = '', sam = '', ann = '', bo = ''] = await Promise.all(names.map(name => company.account(name, managed)))
  const teamId = await company.team('Crew', [lee, sam, ann, bo, outside('x')], { management: 'managed' })
  await company.sql(sql`update team_members set role = 'administrator' where email_key in (${sam}, ${bo})`)
  await company.sql(sql`update accounts set attributes = attributes || '{"displayName": "leaving"}'
    where email_key in (${lee}, ${sam})`)
  const { teams } = await unmanage(company, 'leaving')
  expect(teams).toMatchObject([{ people: 2, losesOwner: true }])
  expect(await membersOf(company, teamId)).toEqual(['ann member', 'bo owner', 'x member'])
  expect(await teamNow(company, teamId)).toMatchObject({ ownerEmail: bo })
})

test('a managed team that nobody managed is left in becomes the deciding administrator’s', async () => {
  const company = new TeamCompany()
  await company.create()
  await company.sql(sql`insert into administrators (organization_id, id, email, display_name, role, password_hash)
    values (${company.organizationId}, ${company.by.id}, ${`ada@${company.domain}`}, 'Ada', 'enterprise-admin', '')`)
  const teamId = await company.team('Solo', [await company.account('lee', managed)], { management: 'managed' })
  await unmanage(company, 'lee')
  expect(await teamNow(company, teamId)).toMatchObject({ memberCount: 0, ownerEmail: `ada@${company.domain}` })
})
