import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import type { Outcome } from '@/lib/outcome'
import { usualTeamSettings } from '@/lib/settings/teams'
import { seatsOf } from '@/lib/store/licenses'
import { inOrganization } from '@/lib/store/organization'
import { readLastAdoption } from '@/lib/store/team-adoptions'
import { readTeam } from '@/lib/store/teams'
import { addTeam } from './add-team'
import { adoptTeam } from './adopt-team'
import { type Agreement, bringTeamIn } from './bring-in'
import { readLastUnmanaged } from './last-unmanaged'
import { activateTeam, suspendTeam, unmanageTeam } from './manage-team'
import { readQuote } from './read-quote'
import { outside, TeamCompany } from './testing/team-company'

vi.mock('@/lib/jobs/wake', () => ({ wake: async () => undefined }))

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())

const now = new Date('2026-11-24T10:00:00.000Z')
const codes = (outcome: Outcome<unknown>) => (outcome.ok ? [] : outcome.faults.map(({ code }) => code))
const read = <T>(company: TeamCompany, work: Parameters<typeof inOrganization<T>>[1]) =>
  inOrganization(company.organizationId, work)

const quoted = (company: TeamCompany, teamId: string, at = now) =>
  read(company, async tx => {
    const team = await readTeam(tx, teamId)
    if (!team) throw new Error('There is no such team')
    return { team, quote: await readQuote(tx, team, at) }
  })

/** Brings a team in as a person does who read the quote. */
async function bringIn(company: TeamCompany, teamId: string, other: Partial<Agreement> = {}) {
  return agree(company, teamId, await quoted(company, teamId), other)
}

type Shown = Awaited<ReturnType<typeof quoted>>
async function agree(company: TeamCompany, teamId: string, { team, quote }: Shown, other: Partial<Agreement> = {}) {
  const agreement = { teamId, quoteId: quote.id, perMonth: quote.perMonth, maySpend: true, name: team.name, ...other }
  const outcome = await bringTeamIn(company.organizationId, company.by, agreement, now)
  return { quote, outcome }
}

async function adopted(company: TeamCompany, teamId: string) {
  const { quote, outcome } = await bringIn(company, teamId)
  if (!outcome.ok) throw new Error(codes(outcome).join())
  const { adoptionId } = outcome.value
  expect(await adoptTeam({ organizationId: company.organizationId, adoptionId })).toBe(true)
  return { quote, adoptionId }
}

const seatsUsed = async (company: TeamCompany) => (await read(company, seatsOf)).used

test('what a team costs is what was shown, seat by seat, and in-domain members are managed from then on', async () => {
  const company = new TeamCompany()
  await company.create({ seats: 10 })
  const [lee, sam] = [await company.account('lee'), await company.account('sam', { managed: true })]
  const held = await company.account('held', { set: sql`on_hold = true` })
  const teamId = await company.team('Night Shift', [lee, sam, held, outside('guest'), outside('other')])
  const before = await seatsUsed(company)
  const { quote } = await adopted(company, teamId)
  expect(quote).toMatchObject({ people: 1, externals: 2, managedAlready: 1, notReady: 1, seats: 3, seatsLeft: 9 })
  expect(quote).toMatchObject({ perMonth: 2_400, perYear: 28_800 })
  const adoption = await read(company, tx => readLastAdoption(tx, teamId))
  expect(adoption?.quote).toEqual(quote)
  expect(await seatsUsed(company)).toBe(before + quote.seats)
  expect(await read(company, tx => readTeam(tx, teamId))).toMatchObject({ management: 'managed', unmanagedCount: 1 })
  const members = await company.sql(sql`select email, adoption, adoption_because as because from team_members
    where team_id = ${teamId} and adoption_because is not null`)
  expect(members).toEqual([{ email: held, adoption: 'not-ready', because: 'on-hold' }])
})

test('two teams that share people, brought in at the same moment, pay for each person once', async () => {
  const company = new TeamCompany()
  await company.create()
  const both = [await company.account('ada'), await company.account('bo'), outside('x'), outside('y')]
  const teams = [
    await company.team('One', [...both, await company.account('only-one')]),
    await company.team('Two', [...both, outside('z')]),
  ]
  const shown = await Promise.all(teams.map(teamId => quoted(company, teamId)))
  const outcomes = await Promise.all(
    teams.map((teamId, at) => agree(company, teamId, shown[at] as (typeof shown)[number])),
  )
  // Whoever comes second sees that the quote is no longer what was shown, and looks again.
  expect(outcomes.flatMap(({ outcome }) => codes(outcome))).toEqual(['quote-price-changed'])
  const second = teams.find((_, at) => !outcomes[at]?.outcome.ok) ?? ''
  const again = await bringIn(company, second)
  expect(again.outcome.ok).toBe(true)
  const paid = [...outcomes.filter(({ outcome }) => outcome.ok), again].map(({ quote }) => quote.seats)
  expect(paid.reduce((sum, seats) => sum + seats, 0)).toBe(6)
  expect(await seatsUsed(company)).toBe(6)
  for (const teamId of teams) {
    const adoption = await read(company, tx => readLastAdoption(tx, teamId))
    await adoptTeam({ organizationId: company.organizationId, adoptionId: adoption?.id ?? '' })
  }
  expect(await seatsUsed(company)).toBe(6)
})

test('a quote that is no longer true is refused, with what the price was and is', async () => {
  const company = new TeamCompany()
  await company.create()
  const teamId = await company.team('Night Shift', [await company.account('lee'), outside('guest')])
  const { quote } = await quoted(company, teamId)
  await company.sql(sql`update licenses set price_per_seat = 900 where organization_id = ${company.organizationId}`)
  const stale = await bringIn(company, teamId, { quoteId: quote.id, perMonth: quote.perMonth })
  expect(stale.outcome).toMatchObject({
    faults: [{ code: 'quote-price-changed', args: { from: '$16.00', to: '$18.00' } }],
  })
  expect(codes((await bringIn(company, teamId, { quoteId: 'another' })).outcome)).toEqual(['quote-changed'])
})

test('nothing is spent without the words, the tick, a price, seats, and the consent of an owner outside', async () => {
  const company = new TeamCompany()
  await company.create({ seats: 1 })
  const lee = await company.account('lee')
  const teamId = await company.team('Night Shift', [lee, outside('guest')])
  expect(codes((await bringIn(company, teamId, { maySpend: false })).outcome)).toEqual(['spend-not-allowed'])
  expect(codes((await bringIn(company, teamId, { name: 'night shift' })).outcome)).toEqual(['team-name-differs'])
  expect(codes((await bringIn(company, teamId)).outcome)).toEqual(['seats-short'])
  const theirs = await company.team('Theirs', [outside('owner'), lee])
  expect(codes((await bringIn(company, theirs)).outcome)).toEqual(['owner-must-agree'])
  await company.sql(sql`update licenses set seats = null, price_per_seat = null, currency = null
    where organization_id = ${company.organizationId}`)
  expect(codes((await bringIn(company, teamId)).outcome)).toEqual(['price-unknown'])
  expect(
    await company.sql(sql`select 1 from team_adoptions where organization_id = ${company.organizationId}`),
  ).toEqual([])
})

test('a paid plan is given back once, however often its team is brought in', async () => {
  const company = new TeamCompany()
  await company.create()
  const paid = { from: '2026-11-14T10:00:00.000Z', until: '2026-12-14T10:00:00.000Z', amount: 33_600, currency: 'USD' }
  const teamId = await company.team('Paid', [await company.account('lee')], { planType: 'premium', paid })
  expect(await read(company, tx => readLastUnmanaged(tx, teamId))).toBeNull()
  expect((await adopted(company, teamId)).quote.credit).toMatchObject({ amount: 22_400, unusedDays: 20, days: 30 })
  expect((await unmanageTeam(company.organizationId, company.by, { teamId, reason: 'Sold' })).ok).toBe(true)
  expect(await read(company, tx => readLastUnmanaged(tx, teamId))).toMatchObject({
    reason: 'Sold',
    at: expect.any(Date),
  })
  expect((await adopted(company, teamId)).quote).toMatchObject({ credit: null, seats: 0 })
})

test('a team that is unmanaged ends what is paid for people outside, unless another managed team has them', async () => {
  const company = new TeamCompany()
  await company.create()
  const lee = await company.account('lee')
  const one = await company.team('One', [lee, outside('x'), outside('y')])
  const two = await company.team('Two', [lee, outside('y')])
  for (const teamId of [one, two]) await adopted(company, teamId)
  expect(await seatsUsed(company)).toBe(3)
  await unmanageTeam(company.organizationId, company.by, { teamId: one, reason: 'Sold' })
  expect(await seatsUsed(company)).toBe(2)
  expect(await read(company, tx => readTeam(tx, one))).toMatchObject({ management: 'found' })
})

test('managed teams are added with settings and members at once, suspended for a reason and activated; what nobody manages is left alone', async () => {
  const company = new TeamCompany()
  await company.create()
  const by = { ...company.by, email: await company.account('ann', { managed: true }) }
  const lee = await company.account('lee', { managed: true })
  const sam = await company.account('sam')
  const ids = await company.sql<{ id: string; email: string }>(sql`select id, email_key as email from accounts`)
  const idOf = (email: string) => ids.find(one => one.email === email)?.id ?? ''
  const settings = { ...usualTeamSettings, visibility: 'public' } as const
  const add = (name: string, members: readonly string[] = []) =>
    addTeam(company.organizationId, by, { name, description: 'For all', settings, members: members.map(idOf) })
  expect(codes(await add('  '))).toEqual(['team-name-missing'])
  expect(codes(await add('Crew', [lee, sam]))).toEqual(['team-member-unknown'])
  const before = await seatsUsed(company)
  const added = await add('Crew', [lee, by.email, lee])
  expect(await seatsUsed(company)).toBe(before)
  expect(codes(await add('crew'))).toEqual(['team-name-taken'])
  const teamId = added.ok ? added.value.teamId : ''
  expect(await read(company, tx => readTeam(tx, teamId))).toMatchObject({
    settings,
    memberCount: 2,
    ownerEmail: by.email,
  })
  const suspend = (reason: string, id = teamId) => suspendTeam(company.organizationId, by, { teamId: id, reason })
  expect(codes(await suspend(' '))).toEqual(['team-reason-missing'])
  expect((await suspend('A leak')).ok).toBe(true)
  expect(await read(company, tx => readTeam(tx, teamId))).toMatchObject({
    ...{ status: 'suspended', managementReason: 'A leak' },
  })
  expect((await activateTeam(company.organizationId, by, teamId)).ok).toBe(true)
  expect(await read(company, tx => readTeam(tx, teamId))).toMatchObject({ status: 'active', managementReason: null })
  const found = await company.team('Found', [sam])
  expect(codes(await suspend('A leak', found))).toEqual(['team-not-managed'])
})
