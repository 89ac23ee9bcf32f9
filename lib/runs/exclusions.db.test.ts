import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import type { Anchor } from '@/lib/directory/anchor'
import { stopWaking } from '@/lib/jobs/wake'
import { inOrganization } from '@/lib/store/organization'
import { TestCompany } from './testing/company'
import { anchorOf, fakeBase } from './testing/fake-source'
import { traceOfRun } from './trace-run'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})

const person = (at: number) => anchorOf(`CN=Person ${at},${fakeBase}`)
const contractors = {
  id: randomUUID(),
  name: 'Contractors',
  field: 'employeeType',
  match: 'exact',
  values: ['contractor'],
  reason: 'Not employed here',
}
/** Why the plan of a run does with somebody what it does; and what Check a person says of exclusions. */
const whyOf = (company: TestCompany, runId: string, anchor: Anchor) =>
  inOrganization(company.organizationId, async tx => {
    const trace = await traceOfRun(tx, runId, anchor)
    return [trace?.change?.because, trace?.steps.find(({ stage }) => stage === 'excluded')?.because]
  })
const named = (name: string, effect: string) => ({
  id: randomUUID(),
  name,
  field: 'displayName',
  match: 'exact',
  values: [name],
  effect,
})

async function companyOf(people: number): Promise<TestCompany> {
  const company = new TestCompany()
  await company.create()
  await company.synchronized(people)
  return company
}

test('who is excluded is released and keeps the account; without the rule the same person is linked to it again', async () => {
  const company = await companyOf(20)
  company.directory.set(person(1), { employeeType: 'Contractor' })
  await company.changeSettings({ exclusions: { incoming: [contractors] } })
  const run = await company.run()
  expect(run).toMatchObject({ state: 'finished', report: { released: 1, unchanged: 19 } })
  expect(await company.plan(run.id)).toEqual({ 'release excluded-by-rule applied': 1 })
  expect(run.ruleCounts).toEqual([{ kind: 'incoming', rule: 'Contractors', people: 1 }])
  expect((await company.accounts()).get('person.1')).toEqual({ active: true, because: null, session: 1 })
  expect(await company.sql(sql`select count(*)::int as n from joins`)).toEqual([{ n: 19 }])
  const again = await company.run()
  expect(await company.plan(again.id)).toEqual({ 'skip excluded noted': 1 })
  const args = { rule: 'Contractors', exclusionReason: 'Not employed here' }
  for (const [id, code] of [[run.id, 'excluded-by-rule'] as const, [again.id, 'excluded'] as const])
    expect(await whyOf(company, id, person(1))).toEqual([
      { code, args },
      { code, args },
    ])

  await company.changeSettings({})
  expect(await company.plan((await company.run()).id)).toEqual({ 'link same-verified-mail applied': 1 })
  expect((await company.run()).report).toMatchObject({ unchanged: 20 })
})

test('a released account is not handed to another person with its address', async () => {
  const company = await companyOf(20)
  company.directory.set(person(1), { employeeType: 'contractor' })
  await company.changeSettings({ exclusions: { incoming: [contractors] } })
  await company.run()
  company.directory.remove(person(1), { tombstone: true })
  company.directory.person('Namesake', fakeBase, { mail: `person.1@${company.directory.domain}` })
  expect(await company.plan((await company.run()).id)).toEqual({ 'skip account-former-person noted': 1 })
})

test('a protected account is left as it is, and one that is never deactivated follows in everything else', async () => {
  const company = await companyOf(20)
  const rules = [{ ...named('Person 2', 'leave-as-is'), reason: 'Kept by hand' }, named('Person 3', 'never-deactivate')]
  await company.changeSettings({ exclusions: { protected: { rules } } })
  company.directory.set(person(2), { title: 'Chair' })
  company.directory.set(person(3), { title: 'Chair' })
  const first = await company.run()
  expect(await company.plan(first.id)).toEqual({
    'skip protected-by-exclusion noted': 1,
    'update attributes-differ applied': 1,
  })
  expect(first.ruleCounts).toEqual([
    { kind: 'protected', rule: 'Person 2', people: 1 },
    { kind: 'protected', rule: 'Person 3', people: 1 },
  ])
  const args = { rule: 'Person 2', exclusionReason: 'Kept by hand' }
  expect((await whyOf(company, first.id, person(2)))[1]).toEqual({ code: 'protected-by-exclusion', args })
  company.directory.disable(person(2))
  company.directory.remove(person(3), { tombstone: true })
  const second = await company.run()
  expect(await company.plan(second.id)).toEqual({
    'leave-alone protected-by-exclusion noted': 1,
    'skip protected-by-exclusion noted': 1,
  })
  const accounts = await company.accounts()
  for (const name of ['person.2', 'person.3']) expect(accounts.get(name)).toMatchObject({ active: true, because: null })
})

test('releasing many people at once is held like any other removal', async () => {
  const company = await companyOf(30)
  for (let at = 1; at <= 8; at++) company.directory.set(person(at), { employeeType: 'contractor' })
  await company.changeSettings({ exclusions: { incoming: [contractors] } })
  const run = await company.run()
  expect(run).toMatchObject({ state: 'held', removals: 8 })
  expect(await company.plan(run.id)).toEqual({ 'release excluded-by-rule held': 8 })
})
