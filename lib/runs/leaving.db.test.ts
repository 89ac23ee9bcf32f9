import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { stopWaking } from '@/lib/jobs/wake'
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

async function companyOf(people: number): Promise<TestCompany> {
  const company = new TestCompany()
  await company.create()
  await company.synchronized(people)
  return company
}

test('a disabled person is deactivated in the same run, signed out once, and comes back when enabled', async () => {
  const company = await companyOf(20)
  company.directory.disable(person(1))
  const run = await company.run()
  expect(run).toMatchObject({ state: 'finished', report: { deactivatedRead: 1, unchanged: 19 } })
  expect((await company.accounts()).get('person.1')).toEqual({
    active: false,
    because: 'disabled-in-directory',
    session: 2,
  })
  expect(await company.sql(sql`select kind, done_at is not null as done from outbox`)).toEqual([
    { kind: 'end-sessions', done: true },
  ])
  expect((await company.run()).report).toMatchObject({ deactivatedRead: 0, unchanged: 20 })

  company.directory.enable(person(1))
  expect((await company.run()).report).toMatchObject({ reactivated: 1, unchanged: 19 })
  expect((await company.accounts()).get('person.1')).toMatchObject({ active: true, because: null })
})

test('a person whose tombstone is seen is deactivated in the same run', async () => {
  const company = await companyOf(20)
  company.directory.remove(person(2), { tombstone: true })
  const run = await company.run()
  expect(await company.plan(run.id)).toEqual({ 'deactivate deleted-in-directory applied': 1 })
  expect(run.report).toMatchObject({ read: 19, notRead: 1, deactivatedAbsent: 1, unchanged: 19 })
  expect((await company.run()).report).toMatchObject({ notRead: 1, leftAlone: 1, unchanged: 19 })
})

test('a vanished person is only suspected, and deactivated by a second complete read an hour later', async () => {
  const company = await companyOf(20)
  company.directory.remove(person(3), { tombstone: false })
  const first = await company.run()
  expect(await company.plan(first.id)).toEqual({ 'suspect absent-first-time noted': 1 })
  expect(first).toMatchObject({ state: 'finished', report: { suspected: 1 } })
  expect((await company.accounts()).get('person.3')).toMatchObject({ active: true })

  const soon = await company.run()
  expect(await company.plan(soon.id)).toEqual({ 'suspect absent-within-grace noted': 1 })
  await company.sql(
    sql`update joins set suspected_at = suspected_at - interval '2 hours' where suspected_at is not null`,
  )
  const later = await company.run()
  expect(await company.plan(later.id)).toEqual({ 'deactivate absent-twice applied': 1 })
  expect((await company.accounts()).get('person.3')).toMatchObject({ active: false })
})

test('a look-up that fails is no evidence, and does not start the clock', async () => {
  const company = await companyOf(20)
  company.directory.remove(person(4), { tombstone: true })
  company.directory.lookUpFault = { code: 'connection-lost', args: { host: 'dc1' } }
  const run = await company.run()
  expect(run).toMatchObject({ state: 'finished', report: { suspected: 1, deactivatedAbsent: 0 } })
  expect(await company.sql(sql`select 1 from joins where suspected_at is not null`)).toEqual([])
})

test('an incomplete read removes nobody and changes nothing', async () => {
  const company = await companyOf(20)
  company.directory.disable(person(5))
  company.directory.person('New Person', fakeBase)
  company.directory.incomplete = { code: 'size-limit', args: {} }
  const run = await company.run()
  expect(run).toMatchObject({ state: 'failed', fault: { code: 'size-limit' } })
  const accounts = await company.accounts()
  expect(accounts.size).toBe(20)
  expect([...accounts.values()].every(account => account.active)).toBe(true)
})

test('a read without anybody is held, and nobody becomes suspected by it', async () => {
  const company = await companyOf(20)
  for (let at = 1; at <= 20; at++) company.directory.remove(person(at), { tombstone: false })
  const run = await company.run()
  expect(run.state).toBe('held')
  expect(run.holds.map(hold => hold.code)).toContain('empty-read')
  expect(await company.sql(sql`select 1 from joins where suspected_at is not null`)).toEqual([])
})

test('another domain holds everything', async () => {
  const company = await companyOf(20)
  company.directory.domainSid = 'S-1-5-21-9-9-9'
  company.directory.person('New Person', fakeBase)
  const run = await company.run()
  expect(run.state).toBe('held')
  expect(run.holds.map(hold => hold.code)).toEqual(['domain-changed'])
  expect((await company.accounts()).size).toBe(20)
})

test('removals over the limit are held while additions go on; an approval carries them out, once', async () => {
  const company = await companyOf(40)
  for (let at = 1; at <= 7; at++) company.directory.disable(person(at))
  company.directory.person('New Person', fakeBase)
  const run = await company.run()
  expect(run).toMatchObject({ state: 'held', removals: 7, report: { added: 1, heldRead: 7, unchanged: 33 } })
  expect(run.holds.map(hold => hold.code)).toEqual(['removals-over-limit'])
  const held = await company.accounts()
  expect([held.size, [...held.values()].filter(account => !account.active).length]).toEqual([41, 0])

  // One came back meanwhile: that one is not removed, whatever was approved.
  company.directory.enable(person(7))
  const applied = await company.approve(run)
  expect(applied).toMatchObject({ state: 'finished', report: { deactivatedRead: 6, unchanged: 35 } })
  expect([...(await company.accounts()).values()].filter(account => !account.active)).toHaveLength(6)
})

test('a held removal that was approved does not let a new one pass with it', async () => {
  const company = await companyOf(40)
  for (let at = 1; at <= 7; at++) company.directory.disable(person(at))
  const run = await company.run()
  company.directory.disable(person(8))
  const applied = await company.approve(run)
  expect(applied.report).toMatchObject({ deactivatedRead: 7, skipped: 1 })
  expect((await company.accounts()).get('person.8')).toMatchObject({ active: true })
})
