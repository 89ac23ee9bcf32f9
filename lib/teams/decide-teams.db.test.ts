import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { env } from '@/lib/env'
import type { Outcome } from '@/lib/outcome'
import { seatsOf } from '@/lib/store/licenses'
import { inOrganization } from '@/lib/store/organization'
import { readLastAdoption } from '@/lib/store/team-adoptions'
import { readTeam } from '@/lib/store/teams'
import type { TeamFilter } from '@/lib/store/teams-list'
import { adoptTeam } from './adopt-team'
import type { TeamsDecision } from './agreed-teams'
import { decideTeams, takeBack } from './decide-teams'
import type { TeamDeed } from './moves'
import { proposeTeams } from './propose-teams'
import { sumQuotes } from './sum-quotes'
import { outside, TeamCompany } from './testing/team-company'

vi.mock('@/lib/jobs/wake', () => ({ wake: async () => undefined }))

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())

const now = new Date('2026-11-24T10:00:00.000Z')
const all: TeamFilter = { managed: false }
const codes = (outcome: Outcome<unknown>) => (outcome.ok ? [] : outcome.faults.map(({ code }) => code))
const proposed = (company: TeamCompany, deed: TeamDeed, filter = all) =>
  inOrganization(company.organizationId, tx => proposeTeams(tx, deed, filter, now))

/** Confirms what is proposed now, as a person does. */
async function decide(company: TeamCompany, deed: TeamDeed, other: Partial<TeamsDecision> = {}) {
  const filter = other.filter ?? all
  const proposal = await proposed(company, deed, filter)
  const confirmed = { hash: proposal.hash, text: 'Because', maySpend: true, number: String(proposal.ready.length) }
  const decision = { deed, filter, ...confirmed, ...other }
  return { proposal, outcome: await decideTeams(company.organizationId, company.by, decision, now) }
}
const managementOf = async (company: TeamCompany, teamId: string) =>
  (await inOrganization(company.organizationId, tx => readTeam(tx, teamId)))?.management

test('several teams are left alone or asked about at once; who cannot be is named before, and all of it can be taken back', async () => {
  const company = new TeamCompany()
  await company.create()
  const lee = await company.account('lee')
  const gone = await company.account('gone', { set: sql`blocked_by_admin = true` })
  const one = await company.team('One', [lee])
  const two = await company.team('Two', [outside('owner'), lee])
  const orphan = await company.team('Orphan', [gone, lee])
  const kept = await company.team('Kept', [lee])
  const filter = { ...all, without: [kept] }
  const asked = await decide(company, 'ask-owner', { filter })
  expect(asked.proposal.notReady.map(({ team, because }) => [team.name, because])).toEqual([
    ['Orphan', 'owner-cannot-answer'],
  ])
  expect(asked.outcome).toMatchObject({ ok: true, value: { done: [one, two], refused: [] } })
  expect(await managementOf(company, orphan)).toBe('found')
  expect(await managementOf(company, kept)).toBe('found')
  expect(await takeBack(company.organizationId, company.by, 'withdraw', [one, two])).toMatchObject({ refused: [] })
  expect(codes((await decide(company, 'leave-alone', { text: ' ' })).outcome)).toEqual(['team-reason-missing'])
  await decide(company, 'leave-alone', { filter: { ...all, only: [one, orphan] } })
  expect(await Promise.all([one, two, orphan, kept].map(id => managementOf(company, id)))).toEqual([
    'left-alone',
    'found',
    'left-alone',
    'found',
  ])
  await takeBack(company.organizationId, company.by, 'take-up', [one])
  expect(await managementOf(company, one)).toBe('found')
  const again = await takeBack(company.organizationId, company.by, 'take-up', [one])
  expect(again).toEqual({ done: [], refused: [{ id: one, name: 'One', because: 'team-not-left-alone' }] })
})

test('a step that is taken back does not forget what the owner said', async () => {
  const company = new TeamCompany()
  await company.create()
  const teamId = await company.team('Club', [await company.account('lee')], { management: 'declined' })
  await company.sql(sql`insert into team_requests (organization_id, id, team_id, message, asked_by, asked_at, expires_at,
    answer, reason, answered_at) values (${company.organizationId}, gen_random_uuid(), ${teamId}, '', ${company.by.id}, now(),
    now(), 'declined', 'We are a club', now())`)
  await decide(company, 'ask-owner')
  await takeBack(company.organizationId, company.by, 'withdraw', [teamId])
  expect(await inOrganization(company.organizationId, tx => readTeam(tx, teamId))).toMatchObject({
    ...{ management: 'declined', managementReason: 'We are a club' },
  })
  expect((await proposed(company, 'bring-in')).ready).toEqual([])
})

test('teams are brought in together only as they were shown: another team, price or member, and nothing happens', async () => {
  const company = new TeamCompany()
  await company.create({ seats: 3 })
  const [lee, sam] = [await company.account('lee'), await company.account('sam')]
  await company.team('One', [lee, outside('x')])
  const two = await company.team('Two', [sam, lee, outside('x')])
  const { hash } = await proposed(company, 'bring-in')
  expect(codes((await decide(company, 'bring-in', { maySpend: false })).outcome)).toEqual(['spend-not-allowed'])
  expect(codes((await decide(company, 'bring-in', { number: '1' })).outcome)).toEqual(['number-differs'])
  await company.sql(sql`update licenses set price_per_seat = 900 where organization_id = ${company.organizationId}`)
  expect(codes((await decide(company, 'bring-in', { hash })).outcome)).toEqual(['teams-changed'])
  await company.sql(sql`update licenses set seats = 2 where organization_id = ${company.organizationId}`)
  expect(codes((await decide(company, 'bring-in')).outcome)).toEqual(['seats-short'])
  expect(
    await company.sql(sql`select 1 from team_adoptions where organization_id = ${company.organizationId}`),
  ).toEqual([])
  await company.sql(sql`update licenses set seats = 3 where organization_id = ${company.organizationId}`)
  const { outcome } = await decide(company, 'bring-in')
  expect(outcome).toMatchObject({ ok: true, value: { refused: [] } })
  expect(await managementOf(company, two)).toBe('moving')
})

test('whatever is brought in together, in whatever teams people meet: the cost shown is the cost recorded and the seats taken', async () => {
  const kinds = ['account', 'managed', 'held', 'external'] as const
  const person = fc.record({ kind: fc.constantFrom(...kinds) })
  const world = fc.record({
    people: fc.array(person, { minLength: 2, maxLength: 7 }),
    teams: fc.array(fc.array(fc.nat(6), { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 4 }),
    price: fc.integer({ min: 1, max: 5_000 }),
  })
  await fc.assert(
    fc.asyncProperty(world, async ({ people, teams, price }) => {
      const company = new TeamCompany()
      await company.create({ pricePerSeat: price, seats: 100 })
      const owner = await company.account('owner')
      const addresses: string[] = []
      for (const [at, { kind }] of people.entries())
        addresses.push(kind === 'external' ? outside(`p${at}`) : await company.account(`p${at}`, howOf(kind)))
      for (const [at, places] of teams.entries()) {
        const members = places.map(place => addresses[place % addresses.length] ?? owner)
        await company.team(`Team ${at}`, [...new Set([owner, ...members])])
      }
      const before = (await inOrganization(company.organizationId, seatsOf)).used
      const { proposal, outcome } = await decide(company, 'bring-in')
      if (!outcome.ok) throw new Error(codes(outcome).join())
      const shown = sumQuotes(proposal.ready.flatMap(({ quote }) => quote ?? []))
      const recorded = []
      for (const { team, quote } of proposal.ready) {
        const adoption = await inOrganization(company.organizationId, tx => readLastAdoption(tx, team.id))
        expect({ ...adoption?.quote, seatsLeft: null }).toEqual({ ...quote, seatsLeft: null })
        if (adoption) recorded.push(adoption)
      }
      expect(sumQuotes(recorded.map(({ quote }) => quote)).perMonth).toBe(shown.perMonth)
      expect(shown.perMonth).toBe(shown.seats * price)
      expect((await inOrganization(company.organizationId, seatsOf)).used).toBe(before + shown.seats)
      for (const { id } of recorded) await adoptTeam({ organizationId: company.organizationId, adoptionId: id })
      expect((await inOrganization(company.organizationId, seatsOf)).used).toBe(before + shown.seats)
    }),
    { numRuns: 12 * env().ENROLLMENT_TEST_RUNS, seed: 20_261_126 },
  )
})
const howOf = (kind: 'account' | 'managed' | 'held') =>
  kind === 'managed' ? { managed: true } : kind === 'held' ? { set: sql`on_hold = true` } : {}

test('a team of an administrator who has no account in Messenger is not taken for somebody else’s', async () => {
  const company = new TeamCompany()
  await company.create()
  const address = `ada@${company.domain}`
  await company.sql(sql`insert into administrators (organization_id, id, email, display_name, role, password_hash)
    values (${company.organizationId}, ${company.by.id}, ${address}, 'Ada', 'enterprise-admin', '')`)
  const teamId = await company.team('Ours', [await company.account('lee')])
  await company.sql(sql`update teams set owner_email = ${address} where id = ${teamId}`)
  await company.sql(sql`update team_members set role = 'member' where team_id = ${teamId}`)
  expect((await proposed(company, 'bring-in')).ready).toHaveLength(1)
  await company.sql(sql`update administrators set disabled = true where email = ${address}`)
  expect((await proposed(company, 'ask-owner')).notReady).toMatchObject([{ because: 'owner-cannot-answer' }])
})
