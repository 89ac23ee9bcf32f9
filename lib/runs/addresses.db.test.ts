import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import type { Anchor } from '@/lib/directory/anchor'
import { forgetEnvironment } from '@/lib/env'
import { stopWaking } from '@/lib/jobs/wake'
import { TestCompany } from './testing/company'
import { anchorOf, fakeBase } from './testing/fake-source'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
  // Smaller than the circles are long: what moves together is carried out together all the same.
  // biome-ignore lint/style/noProcessEnv: a test stands in for whoever starts the worker
  process.env.ENROLLMENT_APPLY_BATCH = '3'
  forgetEnvironment()
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})

const person = (number: number): Anchor => anchorOf(`CN=Person ${number},${fakeBase}`)

async function companyOf(people: number): Promise<TestCompany> {
  const company = new TestCompany()
  await company.create()
  await company.synchronized(people)
  return company
}

const give = ({ directory }: TestCompany, number: number, mail: string) =>
  directory.set(person(number), { mail: `${mail}@${directory.domain}` })

/** Everybody's part before the @, by the number of the person; two accounts with one address would not be stored. */
async function addresses(company: TestCompany): Promise<Record<number, string>> {
  const rows = await company.sql<{ anchor: string; address: string; same: boolean }>(sql`
    select j.anchor, a.email_key as address, a.email_key = a.attributes ->> 'email' as same
    from accounts a join joins j on j.account_id = a.id`)
  expect(rows.every(row => row.same)).toBe(true)
  const byAnchor = new Map(rows.map(row => [row.anchor, row.address.split('@')[0] ?? '']))
  return Object.fromEntries(
    Array.from({ length: rows.length }, (_, at) => [at + 1, byAnchor.get(person(at + 1)) ?? 'somebody else']),
  )
}

const own = (number: number) => `person.${number}`
/** 1 gets what 2 has, and so on; the last gets what 1 has. */
const turn = (company: TestCompany, length: number) => {
  for (let number = 1; number <= length; number++) give(company, number, own((number % length) + 1))
}
const turned = (length: number) =>
  Object.fromEntries(Array.from({ length }, (_, at) => [at + 1, own(((at + 1) % length) + 1)]))

describe('addresses that pass from one person to another', () => {
  test.each([2, 3, 7])('in a circle of %i settle in one run, and the next one finds nothing to do', async length => {
    const company = await companyOf(7)
    turn(company, length)
    const run = await company.run()
    expect(run.report).toMatchObject({ updated: length, unchanged: 7 - length, failedRead: 0, skipped: 0 })
    expect(await addresses(company)).toMatchObject(turned(length))
    expect((await company.run()).report).toMatchObject({ unchanged: 7, updated: 0 })
    expect(await company.auditEvents(run.id)).toEqual({
      'account.updated': length,
      'run.started': 1,
      'run.finished': 1,
    })
  })

  test('in a chain of any length settle in one run, and a new person gets what is left over', async () => {
    const company = await companyOf(6)
    for (let number = 1; number <= 5; number++) give(company, number, own(number + 1))
    give(company, 6, 'elsewhere')
    company.directory.person('Person New', fakeBase, { mail: `person.1@${company.directory.domain}` })
    const run = await company.run()
    expect(run.report).toMatchObject({ updated: 6, added: 1, failedRead: 0, skipped: 0 })
    expect(await addresses(company)).toMatchObject({ 1: own(2), 5: own(6), 6: 'elsewhere' })
    expect((await company.run()).report).toMatchObject({ unchanged: 7, updated: 0 })
  })

  test('do not pass on from somebody who stays, and nobody waits for those who wait for them', async () => {
    const company = await companyOf(6)
    company.directory.disable(person(3))
    await company.run()
    give(company, 1, own(2))
    give(company, 2, own(3))
    give(company, 3, 'elsewhere')
    const run = await company.run()
    expect(await company.plan(run.id)).toEqual({ 'skip address-in-use noted': 2 })
    expect(await addresses(company)).toMatchObject({ 1: own(1), 2: own(2), 3: own(3) })
  })
})

/** Ends somebody's link between planning and applying: the second page is of those who wait for an address. */
const unlinking = (company: TestCompany, number: number) => {
  let pages = 0
  return async (point: string) => {
    if (point !== 'page-decided' || ++pages !== 2) return
    await company.sql(sql`delete from joins where anchor = ${person(number)}`)
  }
}

describe('when one of them cannot move', () => {
  test('a circle stays as it was, and its neighbors move', async () => {
    const company = await companyOf(7)
    turn(company, 3)
    give(company, 4, own(5))
    give(company, 5, own(4))
    const failpoint = unlinking(company, 2)
    const run = await company.run('synchronize', { failpoint })
    expect(await company.plan(run.id)).toEqual({
      'update attributes-differ applied': 2,
      'update attributes-differ failed': 3,
    })
    expect(
      await company.sql(sql`select failure, count(*)::int as n from changes where run_id = ${run.id}
        and state = 'failed' group by 1 order by 1`),
    ).toEqual([
      { failure: 'account-changed', n: 1 },
      { failure: 'depends-on-failed', n: 2 },
    ])
    const after = await company.sql<{ email_key: string }>(sql`select email_key from accounts order by 1`)
    expect(after.map(row => row.email_key.split('@')[0])).toEqual([1, 2, 3, 4, 5, 6, 7].map(own))
  })

  test('whoever does not need its address moves all the same, and a newcomer who needs it waits', async () => {
    const company = await companyOf(6)
    give(company, 1, own(2))
    give(company, 2, own(3))
    give(company, 3, 'elsewhere')
    company.directory.person('Person New', fakeBase, { mail: `person.1@${company.directory.domain}` })
    const failpoint = unlinking(company, 2)
    const run = await company.run('synchronize', { failpoint })
    expect(run.report).toMatchObject({ updated: 1, added: 0, failedRead: 3 })
    const states = await company.sql(
      sql`select phase, failure from changes where run_id = ${run.id} order by phase, failure`,
    )
    expect(states).toEqual([
      { phase: 3, failure: null },
      { phase: 4, failure: 'account-changed' },
      { phase: 4, failure: 'depends-on-failed' },
      { phase: 5, failure: 'depends-on-failed' },
    ])
  })
})

test.each(['addresses-parked', 'batch-open', 'batch-committed'] as const)(
  'a worker killed at %s leaves everybody an address of their own, and the next one settles the circle',
  async point => {
    const company = await companyOf(7)
    turn(company, 7)
    const runId = await company.start()
    const failpoint = (at: string) => {
      if (at === point) throw new Error('killed')
    }
    await expect(company.advance(runId, { failpoint })).rejects.toThrow('killed')
    const between = await company.sql<{ email_key: string }>(sql`select email_key from accounts order by 1`)
    expect(between.map(row => row.email_key.split('@')[0])).toEqual([1, 2, 3, 4, 5, 6, 7].map(own))
    await company.expireLease(runId)
    expect(await company.advance(runId)).toBe('finished')
    expect(await addresses(company)).toEqual(turned(7))
    expect(await company.auditEvents(runId)).toEqual({ 'account.updated': 7, 'run.started': 1, 'run.finished': 1 })
  },
)

test('who is left for the next run by an approval leaves whoever waits for them', async () => {
  const company = new TestCompany()
  await company.create()
  await company.synchronized(8)
  turn(company, 3)
  const preview = await company.run('preview')
  give(company, 2, 'somewhere')
  const run = await company.approve(preview)
  expect(await company.plan(run.id)).toEqual({
    'update changed-since-approval left': 1,
    'update depends-on-held left': 2,
  })
})
