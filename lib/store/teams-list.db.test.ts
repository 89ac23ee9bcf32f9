import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { outside, TeamCompany } from '@/lib/teams/testing/team-company'
import type { Place } from './list-page'
import { inOrganization } from './organization'
import { pageOfTeamMembers } from './team-members'
import { countTeams, pageOfTeams, type TeamFilter, type TeamSort, teamColumns } from './teams-list'

const count = 120
let database: TestDatabase
const company = new TeamCompany()
const elsewhere = new TeamCompany()

beforeAll(async () => {
  database = await testDatabase()
  for (const one of [company, elsewhere]) {
    await one.create()
    await one.sql(sql`
      insert into teams (organization_id, id, name, owner_email, plan_type, status, management, member_count, external_count,
        last_active_at)
      select ${one.organizationId}, gen_random_uuid(), (array['Ångström', 'ada', 'Ada', 'Östergård', 'Zoë'])[1 + i % 5] || ' ' || i % 9,
        'owner' || i % 7 || '@example.com', (array['free', 'premium', 'premium-subscription'])[1 + i % 3],
        case when i % 11 = 0 then 'suspended' else 'active' end,
        case when i % 10 = 0 then 'managed' when i % 4 = 0 then 'left-alone' else 'found' end, i % 13, i % 3,
        case when i % 5 > 0 then timestamptz '2026-11-01 00:00Z' + i % 20 * interval '1 hour' end
      from generate_series(1, ${count}::int) i`)
  }
})
afterAll(() => database.drop())

const found: TeamFilter = { managed: false }
const page = (filter: TeamFilter, sort: TeamSort, limit: number, places: { after?: Place; before?: Place } = {}) =>
  inOrganization(company.organizationId, tx => pageOfTeams(tx, filter, sort, { limit, ...places }))
const total = (filter: TeamFilter) => inOrganization(company.organizationId, tx => countTeams(tx, filter))

async function walk(sort: TeamSort, limit: number): Promise<string[]> {
  const ids: string[] = []
  for (let after: Place | undefined; ; ) {
    const { rows, more } = await page(found, sort, limit, after ? { after } : {})
    ids.push(...rows.map(({ team }) => team.id))
    if (!more) return ids
    after = rows.at(-1)?.place
  }
}

test('whatever the list is sorted by, its pages hold each team of the organization once, and backwards the same', async () => {
  for (const sort of teamColumns.flatMap(column => [column, `-${column}`] as const)) {
    const { rows } = await page(found, sort, 1_000)
    const ids = rows.map(({ team }) => team.id)
    expect(new Set(ids).size).toBe(count * 0.9)
    expect(await walk(sort, 17)).toEqual(ids)
    const last = rows.at(-1)?.place as Place
    const { rows: before } = await page(found, sort, 40, { before: last })
    expect(before.map(({ team }) => team.id)).toEqual(ids.slice(-41, -1))
  }
})

test('filters narrow to what they say, and count the same', async () => {
  const narrowed: [Partial<TeamFilter>, (team: { [key: string]: unknown }) => boolean][] = [
    [{ query: 'ÖSTERG' }, ({ name }) => String(name).startsWith('Östergård')],
    [{ query: 'owner3@' }, ({ ownerEmail }) => ownerEmail === 'owner3@example.com'],
    [{ plan: 'premium' }, ({ planType }) => planType === 'premium'],
    [{ status: 'suspended' }, ({ status }) => status === 'suspended'],
    [{ management: 'left-alone' }, ({ management }) => management === 'left-alone'],
    [{ withExternals: true }, ({ externalCount }) => Number(externalCount) > 0],
    [{ managed: true }, ({ management }) => management === 'managed'],
  ]
  const everybody = [...(await page(found, 'name', 1_000)).rows, ...(await page({ managed: true }, 'name', 1_000)).rows]
  for (const [part, holds] of narrowed) {
    const filter = { ...found, ...part }
    const { rows } = await page(filter, 'name', 1_000)
    const wanted = everybody.filter(
      ({ team }) => holds(team) && (team.management === 'managed') === (filter.managed === true),
    )
    expect(rows.length, JSON.stringify(part)).toBe(wanted.length)
    expect(rows.length).toBeGreaterThan(0)
    expect(await total(filter)).toBe(rows.length)
  }
  const ids = everybody.slice(0, 3).map(({ team }) => team.id)
  expect(await total({ ...found, only: ids })).toBe(3)
  expect(await total({ ...found, without: ids })).toBe(count * 0.9 - 3)
  expect(await total({ ...found, only: [randomUUID()] })).toBe(0)
})

test('a team says who of it is managed, unmanaged and outside, member by member', async () => {
  const teamId = await company.team('Counted', [
    ...[await company.account('one'), await company.account('two', { managed: true })],
    ...[outside('x'), outside('y'), outside('z')],
  ])
  const { rows } = await page({ ...found, query: 'counted' }, 'name', 10)
  expect(rows[0]?.team).toMatchObject({ memberCount: 5, externalCount: 3, unmanagedCount: 1 })
  const members = await inOrganization(company.organizationId, tx => pageOfTeamMembers(tx, teamId, { limit: 10 }))
  expect(members.rows.map(({ member }) => [member.name, member.account?.managed ?? 'outside'])).toEqual([
    ...[['one', false] as const, ['two', true] as const],
    ...['x', 'y', 'z'].map(name => [name, 'outside'] as const),
  ])
})
