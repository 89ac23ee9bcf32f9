import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { stopWaking } from '@/lib/jobs/wake'
import { checkPerson } from './check-person'
import { TestCompany } from './testing/company'
import { anchorOf, fakeBase } from './testing/fake-source'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})

const person = (at: number) => anchorOf(`CN=Person ${at},${fakeBase}`)
const check = async (company: TestCompany, query: string, version = 1) => {
  const { organizationId, connectorId } = company
  const source = company.directory.source()
  const signal = new AbortController().signal
  const { people } = await checkPerson({ organizationId, connectorId, version, query, source, signal })
  return people.map(trace => ({
    name: trace.displayName,
    kind: trace.change?.kind ?? null,
    because: trace.steps.map(step => `${step.outcome} ${step.because.code}`),
  }))
}
const rowsOf = (company: TestCompany) =>
  company.sql(sql`select m.*, (select count(*) from changes) as changes from mapped_people m order by run_id, anchor`)

async function synchronized(): Promise<TestCompany> {
  const company = new TestCompany()
  await company.create()
  await company.synchronized(12)
  return company
}

test('a person is followed as the directory has them now, and nothing is written', async () => {
  const company = await synchronized()
  company.directory.set(person(3), { title: 'Countess' })
  const before = await rowsOf(company)
  expect(await check(company, person(3))).toEqual([
    {
      name: 'Person 3',
      kind: 'update',
      because: [
        'passed found-in-read',
        'passed every-unit-included',
        'passed values-usable',
        'passed joined-by-guid',
        'passed no-exclusion',
        'passed attributes-differ',
        'not-asked no-run-yet',
      ],
    },
  ])
  expect(await rowsOf(company)).toEqual(before)
})

test('what a check says of everybody is what the next run plans', async () => {
  const company = await synchronized()
  const { directory } = company
  directory.disable(person(1))
  directory.set(person(2), { displayName: 'Somebody Else', manager: `CN=Person 5,${fakeBase}` })
  directory.remove(person(4), { tombstone: true })
  directory.remove(person(6), { tombstone: false })
  directory.person('New Person', fakeBase)
  directory.person('Twin', fakeBase, { mail: `person.9@${directory.domain}` })
  directory.person('Nobody', fakeBase, { mail: null })
  const anchors = [1, 2, 4, 6, 7]
    .map(person)
    .concat(['New Person', 'Twin', 'Nobody'].map(n => anchorOf(`CN=${n},${fakeBase}`)))
  const said = new Map<string, string | null>()
  for (const anchor of anchors) said.set(anchor, (await check(company, anchor))[0]?.kind ?? null)
  const run = await company.run('preview')
  const rows = await company.sql<{ anchor: string; kind: string }>(
    sql`select anchor, kind from changes where run_id = ${run.id}`,
  )
  const planned = new Map(rows.map(row => [row.anchor, row.kind]))
  expect([...said]).toEqual(anchors.map(anchor => [anchor, planned.get(anchor) ?? null]))
})

test('a connector that never ran can be asked too', async () => {
  const company = new TestCompany()
  await company.create()
  company.directory.person('Ada Lovelace', fakeBase)
  expect(await check(company, 'ada lovelace')).toMatchObject([{ name: 'Ada Lovelace', kind: 'add' }])
  expect(await check(company, 'nobody we know')).toEqual([])
})

test('a directory that does not answer is a fault, and nobody is said to be missing', async () => {
  const company = await synchronized()
  company.directory.lookUpFault = { code: 'connection-lost', args: { host: 'dc1' } }
  await expect(check(company, person(1))).rejects.toThrow()
})
