import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { stopWaking } from '@/lib/jobs/wake'
import { type ScimUser, toScimUser } from '@/lib/messenger/scim-user'
import { listPeople } from '@/lib/store/accounts'
import { inOrganization } from '@/lib/store/organization'
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
const from = (...names: string[]) => ({ kind: 'attributes', names })
const cel = (text: string) => ({ kind: 'expression', text })
const title = (more: object) => ({ mapping: { fields: { title: { source: from('title'), ...more } } } })

async function companyOf(people: number): Promise<TestCompany> {
  const company = new TestCompany()
  await company.create()
  await company.synchronized(people)
  return company
}

async function attributesOf(company: TestCompany, at: number): Promise<Record<string, string | null>> {
  const [row] = await company.sql<{ attributes: Record<string, string | null> }>(sql`
    select a.attributes from accounts a join joins j on j.account_id = a.id where j.anchor = ${person(at)}`)
  return row?.attributes ?? {}
}
/** As `people --json` tells of them. */
const peopleOf = (company: TestCompany) =>
  inOrganization(company.organizationId, async tx => {
    const users: ScimUser[] = []
    for await (const page of listPeople(tx)) users.push(...page.map(one => toScimUser(one, one)))
    return users
  })
const byHand = (company: TestCompany, at: number, values: Record<string, string>) =>
  company.sql(sql`update accounts set attributes = attributes || ${JSON.stringify(values)}::text::jsonb
    where id = (select account_id from joins where anchor = ${person(at)})`)

test('fields of their own, expressions and twins in E.164 become the account, and a second run changes nothing', async () => {
  const company = await companyOf(20)
  company.directory.set(person(1), { employeeNumber: ' 0815 ', department: 'LOG-4', telephoneNumber: '(030) 901820' })
  await company.changeSettings({
    mapping: {
      fields: { department: { source: cel('lookup(substring(entry.department, 0, 3), {"LOG": "Logistics"}, "")') } },
      custom: [
        { key: 'badge', label: 'Badge', source: from('employeeNumber') },
        { key: 'name', label: 'Name', source: cel('upper(entry.displayName)') },
      ],
      telephone: { e164: true, country: 'DE' },
    },
  })
  // Nobody else has a department, of which the expression asks for the first three characters.
  const run = await company.run()
  expect(run).toMatchObject({ state: 'held', report: { skipped: 19, heldRead: 1 } })
  await company.changeSettings({
    mapping: {
      fields: {
        department: {
          source: cel(
            'lookup(has(entry.department) ? substring(entry.department, 0, 3) : "", {"LOG": "Logistics"}, "")',
          ),
        },
      },
      custom: [
        { key: 'badge', label: 'Badge', source: from('employeeNumber') },
        { key: 'name', label: 'Name', source: cel('upper(entry.displayName)') },
      ],
      telephone: { e164: true, country: 'DE' },
    },
  })
  const repaired = await company.run()
  expect(repaired).toMatchObject({ state: 'finished', report: { updated: 20 } })
  expect(await attributesOf(company, 1)).toMatchObject({
    department: 'Logistics',
    workPhone: '(030) 901820',
    workPhoneE164: '+4930901820',
    'custom.badge': '0815',
    'custom.name': 'PERSON 1',
  })
  expect(await attributesOf(company, 2)).toMatchObject({ department: null, 'custom.name': 'PERSON 2' })
  const [first] = (await peopleOf(company)).filter(({ externalId }) => externalId === person(1))
  expect(first?.enrollment).toMatchObject({
    custom: { badge: '0815', name: 'PERSON 1' },
    workPhoneE164: '+4930901820',
  })
  const [change] = await company.sql<{ before: object; after: object }>(sql`
    select before, after from changes where run_id = ${repaired.id} and anchor = ${person(1)}`)
  expect(change?.before).toMatchObject({ 'custom.badge': null, department: null })
  expect(change?.after).toMatchObject({ 'custom.badge': '0815', department: 'Logistics' })
  expect(await company.run()).toMatchObject({ state: 'finished', report: { unchanged: 20 } })
})

test('a value that cannot be computed keeps its one person as they are and says why', async () => {
  const company = await companyOf(20)
  for (let at = 1; at <= 20; at++) company.directory.set(person(at), { title: `Title ${at}` })
  const settings = { mapping: { fields: { title: { source: cel('split(entry.title, " ")[1]') } } } }
  await company.changeSettings(settings)
  expect(await company.run()).toMatchObject({ report: { updated: 20 } })
  company.directory.set(person(3), { title: 'Director' })
  const run = await company.run()
  expect(run).toMatchObject({ state: 'finished', report: { unchanged: 19, skipped: 1, problems: 1 } })
  const [row] = await company.sql(sql`select anchor, problems from changes where run_id = ${run.id}`)
  expect(row).toEqual({
    anchor: person(3),
    problems: [{ code: 'mapping-failed', args: { field: 'title', reason: 'missing', line: 1, column: 1 } }],
  })
  expect(await attributesOf(company, 3)).toMatchObject({ title: '3' })
  expect((await company.accounts()).get('person.3')).toMatchObject({ active: true })
})

test('each policy does to an account what it says', async () => {
  const company = await companyOf(20)
  const titlesAfter = async (settings: object) => {
    await company.changeSettings(settings)
    await company.run()
    return [(await attributesOf(company, 1)).title, (await attributesOf(company, 2)).title]
  }
  company.directory.set(person(1), { title: 'Analyst' })
  await byHand(company, 2, { title: 'Typed by hand' })
  expect(await titlesAfter(title({ policy: 'not-managed' }))).toEqual([null, 'Typed by hand'])
  expect(await titlesAfter(title({ policy: 'when-adding' }))).toEqual([null, 'Typed by hand'])
  expect(await titlesAfter(title({ policy: 'fill-if-empty' }))).toEqual(['Analyst', 'Typed by hand'])
  company.directory.set(person(1), { title: 'Countess' })
  expect(await titlesAfter(title({ policy: 'fill-if-empty' }))).toEqual(['Analyst', 'Typed by hand'])
  expect(await titlesAfter(title({ policy: 'never-clear' }))).toEqual(['Countess', 'Typed by hand'])
  expect(await titlesAfter(title({ policy: 'directory-wins' }))).toEqual(['Countess', 'Typed by hand'])
  expect(await titlesAfter(title({ policy: 'directory-wins', ifEmpty: { kind: 'clear' } }))).toEqual(['Countess', null])
  const filled = title({ policy: 'fill-if-empty', ifEmpty: { kind: 'default', value: 'Employee' } })
  expect(await titlesAfter(filled)).toEqual(['Countess', 'Employee'])
  expect(await company.run()).toMatchObject({ report: { unchanged: 20 } })
})
