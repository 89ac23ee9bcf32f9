import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import type { Place } from './list-page'
import { inOrganization } from './organization'
import {
  countPeople,
  listDepartments,
  type PeopleFilter,
  type PeopleSort,
  pageOfPeople,
  peopleColumns,
} from './people-list'

const [organizationId, elsewhere, connectorId] = [randomUUID(), randomUUID(), randomUUID()]
const people = 240
let database: TestDatabase
let owner: postgres.Sql

beforeAll(async () => {
  database = await testDatabase()
  owner = postgres(database.ownerUrl, { max: 1 })
  for (const [id, count] of [
    [organizationId, people],
    [elsewhere, 5],
  ] as const) {
    await owner`insert into organizations (id, name) values (${id}, 'Contoso')`
    await owner`
      insert into accounts (organization_id, id, attributes, email_key, connector_id, blocked_by_sync, suspended, last_logged_on_at)
      select ${id}, gen_random_uuid(), jsonb_build_object('email', 'p' || i || '@contoso.example',
          'displayName', (array['Ångström', 'ada', 'Ada', 'Östergård', 'Zoë', 'Łucja', 'de Vries', 'Émile'])[1 + i % 8] || ' ' || i % 30,
          'department', case when i % 5 > 0 then (array['Vertrieb', 'Law', 'law'])[1 + i % 3] end, 'title', 'Title ' || i % 4),
        'p' || i || '@contoso.example', ${connectorId}, i % 7 = 0, i % 11 = 0,
        case when i % 3 > 0 then timestamptz '2026-11-01 00:00Z' + i % 20 * interval '1 hour' end
      from generate_series(1, ${count}::int) i`
  }
  await owner`insert into joins (organization_id, connector_id, anchor, account_id, rule)
    select organization_id, connector_id, gen_random_uuid(), id, 'added' from accounts`
  await owner`insert into accounts (organization_id, id, attributes, email_key)
    values (${organizationId}, ${randomUUID()}, '{"displayName": "Nobody''s"}', 'own@contoso.example')`
})
afterAll(async () => {
  await owner.end()
  await database.drop()
})

type Request = { filter?: PeopleFilter; sort?: PeopleSort; limit?: number; after?: Place; before?: Place }
const page = ({ filter = {}, sort = 'name', limit = 50, after, before }: Request) =>
  inOrganization(organizationId, tx => pageOfPeople(tx, filter, sort, { limit, after, before }))
const all = async (filter: PeopleFilter, sort: PeopleSort = 'name') => (await page({ filter, sort, limit: 1_000 })).rows
const names = async (filter: PeopleFilter) => (await all(filter)).map(({ account }) => account.attributes.displayName)

async function walk(sort: PeopleSort, limit: number, way: 'after' | 'before', from?: Place): Promise<string[]> {
  const ids: string[] = []
  for (let place = from; ; ) {
    const { rows, more } = await page({ sort, limit, ...(place ? { [way]: place } : {}) })
    const found = rows.map(row => row.account.id)
    if (way === 'after') ids.push(...found)
    else ids.unshift(...found)
    if (!more) return ids
    place = rows.at(way === 'after' ? -1 : 0)?.place
  }
}

test('whatever a list is sorted by, its pages hold everybody once, forwards and backwards alike', async () => {
  const sorts = peopleColumns.flatMap(column => [column, `-${column}`] as const)
  for (const sort of sorts) {
    const whole = await all({}, sort)
    expect(whole).toHaveLength(people)
    const ids = whole.map(({ account }) => account.id)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 7, max: 90 }), async limit => {
        expect(await walk(sort, limit, 'after')).toEqual(ids)
        expect(await walk(sort, limit, 'before', whole.at(-1)?.place)).toEqual(ids.slice(0, -1))
      }),
      { numRuns: 2 },
    )
    const other = (sort.startsWith('-') ? sort.slice(1) : `-${sort}`) as PeopleSort
    expect((await all({}, other)).map(({ account }) => account.id)).toEqual(ids.toReversed())
  }
})

test('names stand as people look for them: accents and capitals come after the letter, not after Z', async () => {
  const firsts = (await names({})).map(name => name?.replace(/ \d+$/, '').toLowerCase())
  const order = firsts.filter((name, at) => firsts.indexOf(name) === at)
  expect(order).toEqual(['ada', 'ångström', 'de vries', 'émile', 'łucja', 'östergård', 'zoë'])
})

test('people are narrowed by name, address, department, status and whether they ever signed in, and all of these together', async () => {
  expect(new Set((await names({ query: 'ÖSTERG' })).map(name => name?.slice(0, 9)))).toEqual(new Set(['Östergård']))
  expect((await all({ query: 'p17@' })).map(({ account }) => account.attributes.email)).toEqual(['p17@contoso.example'])
  const counted = (filter: PeopleFilter) => inOrganization(organizationId, tx => countPeople(tx, filter))
  expect(await counted({})).toBe(people)
  const departments = await inOrganization(organizationId, tx => listDepartments(tx, 10))
  expect(departments.map(({ department }) => department)).toEqual(['', 'law', 'Law', 'Vertrieb'])
  for (const { department, people: count } of departments) {
    expect(await counted({ department })).toBe(count)
    expect(
      (await all({ department })).every(({ account }) => (account.attributes.department ?? '') === department),
    ).toBe(true)
  }
  const statuses = await Promise.all(
    (['active', 'suspended', 'deactivated'] as const).map(status => counted({ status })),
  )
  expect(statuses.reduce((sum, count) => sum + count, 0)).toBe(people)
  expect(await counted({ neverLoggedOn: true })).toBe(people / 3)
  const several = await all({ department: 'Law', status: 'deactivated', neverLoggedOn: true, query: 'ada' })
  for (const { account } of several)
    expect(account).toMatchObject({ active: false, lastLoggedOnAt: null, attributes: { department: 'Law' } })
  expect(await names({ query: "' or true --" })).toEqual([])
  expect(await names({ query: '%' })).toEqual([])
})

test('a choice of people is exactly that choice, or everybody else', async () => {
  const ids = (await all({})).map(({ account }) => account.id)
  const some = ids.slice(3, 6)
  expect((await all({ only: some })).map(({ account }) => account.id)).toEqual(some)
  expect((await all({ without: some })).map(({ account }) => account.id)).toEqual(ids.filter(id => !some.includes(id)))
  expect(await all({ only: [] })).toEqual([])
})

test('another organization has its own people only, also for somebody who names ours', async () => {
  const ours = (await all({})).slice(0, 3)
  const seen = await inOrganization(elsewhere, async tx => [
    (await pageOfPeople(tx, {}, 'name', { limit: 100 })).rows.length,
    (await pageOfPeople(tx, { only: ours.map(({ account }) => account.id) }, 'name', { limit: 100 })).rows.length,
    await countPeople(tx, {}),
  ])
  expect(seen).toEqual([5, 0, 5])
})
