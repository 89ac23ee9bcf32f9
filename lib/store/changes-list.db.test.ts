import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { stopWaking } from '@/lib/jobs/wake'
import { TestCompany } from '@/lib/runs/testing/company'
import { anchorOf, fakeBase } from '@/lib/runs/testing/fake-source'
import type { ChangeRow } from './changes'
import {
  type ChangeFilter,
  type ChangeSort,
  countChangeUnits,
  countProblems,
  listChanges,
  readChangesAfter,
} from './changes-list'
import { findPeople } from './find-people'
import { inOrganization } from './organization'
import { listsOfRun } from './people-of-list'
import { type LeftOut, userNamesOf } from './user-names'

const drivers = `OU=Drivers,${fakeBase}`
let database: TestDatabase
let company: TestCompany
let runId: string
let outer: string

beforeAll(async () => {
  database = await testDatabase()
  company = new TestCompany()
  await company.create({ distributionLists: { mode: 'all' } })
  const { directory } = company
  directory.unit(drivers)
  for (let at = 1; at <= 12; at++) directory.person(`Person ${at}`, at % 3 === 0 ? drivers : fakeBase)
  directory.person('50% off_', fakeBase, { mail: null })
  directory.person('Ada', drivers, { mail: `ada@foreign.example`, sAMAccountName: 'ada' })
  directory.person('Ben', drivers, { mail: `ben@foreign.example`, sAMAccountName: 'ben' })
  directory.person('Cay', fakeBase, { mail: `cay@strange.example`, sAMAccountName: 'cay' })
  directory.person('Disabled', fakeBase, { userAccountControl: '514' })
  directory.list('Inner', fakeBase, [`CN=Ada,${drivers}`])
  outer = directory.list('Outer', fakeBase, [`CN=Inner,${fakeBase}`, `CN=Person 1,${fakeBase}`])
  runId = (await company.run('preview')).id
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})

const list = (filter: ChangeFilter, sort: ChangeSort = 'name', page = 1, pageSize = 50) =>
  inOrganization(company.organizationId, tx => listChanges(tx, runId, { ...filter, sort, page, pageSize }))
const names = async (filter: ChangeFilter, sort?: ChangeSort) =>
  (await list(filter, sort)).rows.map(row => row.displayName)

test('rows are narrowed by kind, reason, unit, problem and a part of the name or address, and all of these together', async () => {
  expect((await list({})).total).toBe(17)
  expect((await list({ kind: 'add' })).total).toBe(12)
  expect(await names({ reason: 'disabled-never-joined' })).toEqual(['Disabled'])
  expect((await list({ unit: drivers })).total).toBe(6)
  expect(await names({ problem: 'domain-unverified' })).toEqual(['Ada', 'Ben', 'Cay'])
  expect(await names({ problem: 'domain-unverified', about: 'strange.example' })).toEqual(['Cay'])
  expect(await names({ problem: 'domain-unverified', unit: drivers, query: 'BEN@' })).toEqual(['Ben'])
  expect(await names({ query: '% off_' })).toEqual(['50% off_'])
  expect(await names({ query: "' or true --" })).toEqual([])
})

test('rows are narrowed to whom a list reaches, also through a list inside it', async () => {
  expect(await names({ list: outer })).toEqual(['Ada', 'Person 1'])
  expect(await names({ list: outer, kind: 'add' })).toEqual(['Person 1'])
  expect(await names({ list: anchorOf('CN=Nowhere') })).toEqual([])
  const lists = await inOrganization(company.organizationId, tx => listsOfRun(tx, runId, 10))
  expect(lists.map(({ name }) => name)).toEqual(['Inner', 'Outer'])
})

test('rows are sorted on the server, either way, and pages hold each row once', async () => {
  const kinds = async (sort: ChangeSort) => (await list({}, sort)).rows.map(row => row.kind)
  expect(await kinds('kind')).toEqual((await kinds('kind')).toSorted())
  expect(await kinds('-kind')).toEqual((await kinds('kind')).toReversed())
  expect(await names({}, '-name')).toEqual((await names({})).toReversed())
  const pages = await Promise.all([1, 2, 3, 4].map(page => list({}, 'unit', page, 5)))
  expect(new Set(pages.flatMap(({ rows }) => rows.map(row => row.anchor))).size).toBe(17)
  expect(pages.map(({ rows }) => rows.length)).toEqual([5, 5, 5, 2])
})

test('names of any language are found in any case and sorted as people expect, and so is whoever is looked up', async () => {
  const abroad = new TestCompany()
  await abroad.create()
  for (const [at, name] of ['Åsa', 'ärger', 'Zoë', 'Strauß', 'zacharias', 'Öz', 'Oa'].entries())
    abroad.directory.person(name, fakeBase, { mail: `p${at}@${abroad.directory.domain}` })
  const { id } = await abroad.run('preview')
  const { organizationId, connectorId } = abroad
  const found = async (query: string) => {
    const page = await inOrganization(organizationId, tx => listChanges(tx, id, { query, page: 1, pageSize: 9 }))
    const people = await inOrganization(organizationId, tx =>
      findPeople(tx, { runId: id, connectorId, query, limit: 9 }),
    )
    expect(people.map(({ displayName }) => displayName)).toEqual(page.rows.map(({ displayName }) => displayName))
    return page.rows.map(({ displayName }) => displayName)
  }
  expect(await found('ÄRGER')).toEqual(['ärger'])
  expect(await found('åsA')).toEqual(['Åsa'])
  expect(await found('strauß')).toEqual(['Strauß'])
  expect(await found('@')).toEqual(['ärger', 'Åsa', 'Oa', 'Öz', 'Strauß', 'zacharias', 'Zoë'])
})

test('going on after a row reaches every row once, in the order of names', async () => {
  const read: string[] = []
  for (let after: ChangeRow | null = null; ; ) {
    const from: ChangeRow | null = after
    const rows: ChangeRow[] = await inOrganization(company.organizationId, tx =>
      readChangesAfter(tx, runId, { kind: 'add' }, { after: from, limit: 5 }),
    )
    read.push(...rows.map(row => row.displayName))
    after = rows.at(-1) ?? null
    if (rows.length < 5) break
  }
  expect(read).toEqual(await names({ kind: 'add' }))
})

test('problems are counted by cause, a domain each, the most frequent first', async () => {
  const causes = await inOrganization(company.organizationId, tx => countProblems(tx, runId))
  expect(causes.map(({ code, about, people, leftOut }) => [code, about, people, leftOut])).toEqual([
    ['domain-unverified', 'foreign.example', 2, 2],
    ['domain-unverified', 'strange.example', 1, 1],
    ['mail-missing', null, 1, 1],
  ])
})

test('whom a cause leaves out is told by user names, so that an exclusion can name them, and so is one person', async () => {
  const names = (who: LeftOut, limit = 10) =>
    inOrganization(company.organizationId, tx => userNamesOf(tx, runId, who, limit))
  const foreign = await names({ problem: 'domain-unverified', about: 'foreign.example' })
  expect(foreign).toHaveLength(2)
  expect(await names({ problem: 'domain-unverified' })).toHaveLength(3)
  expect(await names({ problem: 'domain-unverified' }, 1)).toHaveLength(1)
  expect(await names({ anchor: anchorOf(`CN=Ada,${drivers}`) })).toEqual([foreign[0]])
  expect(await names({ problem: 'mail-invalid' })).toEqual([])
})

test('units are told with the rows in each', async () => {
  const units = await inOrganization(company.organizationId, tx => countChangeUnits(tx, runId, 10))
  expect(units).toEqual([
    { unit: fakeBase, people: 11 },
    { unit: drivers, people: 6 },
  ])
})

test('another organization sees no row, no cause and no unit of it', async () => {
  const other = new TestCompany()
  await other.create()
  const seen = await inOrganization(other.organizationId, async tx => [
    (await listChanges(tx, runId, { page: 1, pageSize: 50 })).total,
    (await countProblems(tx, runId)).length,
    (await countChangeUnits(tx, runId, 10)).length,
    (await readChangesAfter(tx, runId, {}, { after: null, limit: 10 })).length,
  ])
  expect(seen).toEqual([0, 0, 0, 0])
})

test('what carrying out a plan notes in its rows stands in no index, so that each next version fits beside its row', async () => {
  const columns = await company.sql<{ name: string }>(sql`
    select distinct a.attname as name from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
    where i.indrelid = 'changes'::regclass`)
  const names = columns.map(({ name }) => name)
  expect(names).toContain('display_name')
  for (const noted of ['state', 'applied_at', 'account_id', 'failure']) expect(names).not.toContain(noted)
})
