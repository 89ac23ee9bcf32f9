import { once } from 'node:events'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { provideEnvironment } from '@/lib/env'
import { killableProcess } from '@/lib/launch/testing/killable-process'
import { deliverEffects } from '@/lib/notify/deliver-effects'
import { Mailbox } from '@/lib/notify/testing/receivers'
import { inOrganization } from '@/lib/store/organization'
import { readProgress } from '@/lib/store/team-adoptions'
import { readTeam } from '@/lib/store/teams'
import { adoptTeam } from './adopt-team'
import { bringTeamIn } from './bring-in'
import { readQuote } from './read-quote'
import type { Said, Told } from './testing/adoption-process'
import { outside, TeamCompany } from './testing/team-company'

vi.mock('@/lib/jobs/wake', () => ({ wake: async () => undefined }))

let database: TestDatabase
let mailbox: Mailbox
beforeAll(async () => {
  database = await testDatabase()
  mailbox = new Mailbox()
  const mail = { ENROLLMENT_SMTP_URL: await mailbox.listen(), ENROLLMENT_MAIL_FROM: 'enrollment@example.com' }
  provideEnvironment({ ...mail, LOG_LEVEL: 'silent' })
})
afterAll(async () => {
  provideEnvironment({ ENROLLMENT_SMTP_URL: '' })
  await mailbox.close()
  await database.drop()
})

/** A worker in a process of its own; answers what it said last, once it waits or has ended. */
const work = killableProcess<Told, Said>('adoption-process', 'lib/teams/testing/adoption-process.ts')

/** So many accounts of the company and people outside in one team, brought in. */
async function broughtIn(company: TeamCompany, { people, externals }: { people: number; externals: number }) {
  const owner = await company.account('owner')
  await company.sql(sql`
    insert into accounts (organization_id, id, attributes, email_key, email_verified)
    select ${company.organizationId}, gen_random_uuid(), '{}', 'p' || i || '@' || ${company.domain}::text, true
    from generate_series(1, ${people}::int) i`)
  const teamId = await company.team('Everybody', [
    owner,
    ...Array.from({ length: externals }, (_, at) => outside(`x${at}`)),
  ])
  await company.sql(sql`
    insert into team_members (organization_id, team_id, id, account_id, name, email, email_key)
    select organization_id, ${teamId}, gen_random_uuid(), id, email_key, email_key, email_key from accounts
    where organization_id = ${company.organizationId} and email_key <> ${owner}`)
  const agreement = await inOrganization(company.organizationId, async tx => {
    const team = await readTeam(tx, teamId)
    if (!team) throw new Error('There is no team')
    const { id: quoteId, perMonth } = await readQuote(tx, team, new Date())
    return { teamId, quoteId, perMonth, maySpend: true, name: team.name }
  })
  const outcome = await bringTeamIn(company.organizationId, company.by, agreement)
  if (!outcome.ok) throw new Error(outcome.faults.map(({ code }) => code).join())
  return { teamId, adoptionId: outcome.value.adoptionId }
}

const progressOf = (company: TeamCompany, teamId: string) =>
  inOrganization(company.organizationId, tx => readProgress(tx, teamId))

test('a worker that is killed half-way leaves the others waiting; the next one brings each of them once, and everybody has one mail', async () => {
  const company = new TeamCompany()
  await company.create()
  const { teamId, adoptionId } = await broughtIn(company, { people: 90, externals: 9 })
  const { organizationId } = company
  for (const waitsAfter of [25, 50]) {
    const { process, said } = await work({ organizationId, adoptionId, waitsAfter })
    expect(said).toEqual({ kind: 'waits', settled: waitsAfter })
    process.kill('SIGKILL')
    await once(process, 'exit')
  }
  expect(await progressOf(company, teamId)).toEqual({ members: 100, waiting: 25, done: 75, notReady: 0 })
  expect((await work({ organizationId, adoptionId, waitsAfter: null })).said).toEqual({ kind: 'ended', over: true })
  expect(await progressOf(company, teamId)).toMatchObject({ waiting: 0, done: 100 })
  const [record] = await company.sql<{ entries: number; accounts: number }>(sql`
    select count(*)::int as entries, count(distinct target_id)::int as accounts from audit_entries
    where organization_id = ${organizationId} and event = 'account.managed'`)
  expect(record).toEqual({ entries: 91, accounts: 91 })
  await deliverEffects(organizationId)
  await deliverEffects(organizationId)
  expect(mailbox.taken).toHaveLength(100)
  expect(new Set(mailbox.taken.map(({ to }) => to)).size).toBe(100)
}, 120_000)

test('two workers at once share the members, and the team is managed when the last of them is', async () => {
  const company = new TeamCompany()
  await company.create()
  const { teamId, adoptionId } = await broughtIn(company, { people: 94, externals: 5 })
  const adopt = () => adoptTeam({ organizationId: company.organizationId, adoptionId, batch: 10 })
  const ends = await Promise.all([1, 2].map(() => adopt()))
  if (ends.includes(false)) expect(await adopt()).toBe(true)
  expect(await progressOf(company, teamId)).toMatchObject({ waiting: 0, done: 100 })
  const [row] = await company.sql<{ ends: number }>(sql`
    select count(*)::int as ends from audit_entries where event = 'team.managed' and target_id = ${teamId}`)
  expect(row?.ends).toBe(1)
})

test('an account that somebody is writing waits for the next visit, and holds nobody else up', async () => {
  const company = new TeamCompany()
  await company.create()
  const { teamId, adoptionId } = await broughtIn(company, { people: 3, externals: 1 })
  const adopt = () => adoptTeam({ organizationId: company.organizationId, adoptionId })
  await inOrganization(company.organizationId, async tx => {
    await tx.execute(sql`select 1 from accounts where email_key = ${`p1@${company.domain}`} for update`)
    expect(await adopt()).toBe(false)
    expect(await progressOf(company, teamId)).toMatchObject({ waiting: 1, done: 4 })
  })
  expect(await adopt()).toBe(true)
  expect(await progressOf(company, teamId)).toMatchObject({ waiting: 0, done: 5 })
})
