import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { env } from '@/lib/env'
import { stopWaking } from '@/lib/jobs/wake'
import { readLicense, saveLicense, seatsOf } from '@/lib/store/licenses'
import { inOrganization } from '@/lib/store/organization'
import { listRefused, readReviewJob } from '@/lib/store/review-jobs'
import { costOf, quoteFor } from './quote'
import { propose, startReview } from './start-review'
import { everybody, Neighborhood } from './testing/neighborhood'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})

async function companyWith(people: number): Promise<Neighborhood> {
  const company = new Neighborhood()
  await company.create()
  await company.settle(people)
  return company
}

const count = async (company: Neighborhood, statement: ReturnType<typeof sql>) =>
  (await company.sql<{ n: number }>(statement))[0]?.n

test('a worker that is killed anywhere in a bulk leaves nobody out and nobody twice', async () => {
  const company = await companyWith(60)
  const id = await company.confirm('manage')
  const killed = (point: string, at: number) => {
    let met = 0
    return {
      batch: 7,
      failpoint: (reached: string) => {
        if (reached === point && ++met === at) throw new Error('killed')
      },
    }
  }
  for (const [point, at] of [
    ['batch-open', 1],
    ['batch-open', 3],
    ['batch-committed', 2],
  ] as const) {
    await expect(company.work(id, killed(point, at))).rejects.toThrow('killed')
    expect(await company.work(id)).toBe('left')
    await company.sql(sql`update review_jobs set lease_until = now() - interval '1 second' where id = ${id}`)
  }
  expect(await company.work(id, { batch: 7 })).toBe('finished')
  expect(await company.progress(id)).toEqual({ waiting: 0, done: 60, refused: 0 })
  const once = sql`select count(*)::int as n from (select target_id from audit_entries where event = 'account.managed'
    group by 1 having count(*) = 1) o`
  expect(await count(company, once)).toBe(60)
  expect(await count(company, sql`select count(*)::int as n from outbox where kind = 'mail'`)).toBe(60)
})

test('two workers with one bulk: the one that lost its claim commits nothing', async () => {
  const company = await companyWith(20)
  const id = await company.confirm('manage')
  let taken = false
  const first = company.work(id, {
    batch: 5,
    failpoint: async point => {
      if (point !== 'batch-committed' || taken) return
      taken = true
      await company.sql(sql`update review_jobs set lease_until = now() - interval '1 second' where id = ${id}`)
      expect(await company.work(id, { batch: 5 })).toBe('finished')
    },
  })
  expect(await first).toBe('lost')
  expect(await company.progress(id)).toEqual({ waiting: 0, done: 20, refused: 0 })
})

test('an account that a run is writing is done when the run has let go of it', async () => {
  const company = await companyWith(3)
  const id = await company.confirm('manage')
  let letGo = () => {}
  const held = inOrganization(company.organizationId, async tx => {
    await tx.execute(sql`update accounts set suspended = false where email_key like 'n2@%'`)
    await new Promise<void>(resolve => {
      letGo = resolve
    })
  })
  expect(
    await company.work(id, {
      failpoint: async point => {
        if (point === 'batch-committed' && (await company.progress(id)).done === 2) letGo()
      },
    }),
  ).toBe('finished')
  await held
  expect(await company.progress(id)).toEqual({ waiting: 0, done: 3, refused: 0 })
})

test('what changes between confirming and doing is refused by name, and never managed against a rule', async () => {
  const company = await companyWith(5)
  const id = await company.confirm('manage')
  await company.sql(sql`update accounts set on_hold = true where email_key like 'n1@%'`)
  await company.sql(sql`update accounts set managed_by_admin = true where email_key like 'n2@%'`)
  await company.sql(sql`delete from accounts where email_key like 'n3@%'`)
  await company.work(id)
  const refused = await inOrganization(company.organizationId, tx => listRefused(tx, id, 10))
  expect(refused.map(({ email, reason }) => [email.split('@')[0], reason])).toEqual([
    ['', 'gone'],
    ['n1', 'on-hold'],
    ['n2', 'already-managed'],
  ])
  expect(await company.progress(id)).toEqual({ waiting: 0, done: 2, refused: 3 })
})

test('a confirmation of other people, or of another price, than were shown is refused and starts nothing', async () => {
  const company = await companyWith(4)
  const { organizationId } = company
  const { quote } = await propose(organizationId, 'manage', everybody)
  const start = () =>
    startReview(organizationId, {
      deed: 'manage',
      whom: everybody,
      quoteHash: quote.hash,
      message: '',
      actor: { kind: 'administrator', id: company.administratorId },
    })
  await inOrganization(organizationId, async tx =>
    saveLicense(tx, { ...(await readLicense(tx)), pricePerSeat: 800, currency: 'EUR' }),
  )
  expect(await start()).toMatchObject({ ok: false, faults: [{ code: 'quote-changed' }] })
  expect(await count(company, sql`select count(*)::int as n from review_jobs`)).toBe(0)
})

test('where there are fewer seats than people nothing begins: who of them gets one is not for us to choose', async () => {
  const company = await companyWith(5)
  await inOrganization(company.organizationId, async tx =>
    saveLicense(tx, { ...(await readLicense(tx)), seats: 3, pricePerSeat: 800, currency: 'EUR' }),
  )
  const { quote } = await propose(company.organizationId, 'manage', everybody)
  expect(quote).toMatchObject({ ready: 5, seatsLeft: 3, withoutSeat: 2, cost: { monthly: 2_400, currency: 'EUR' } })
  await expect(company.confirm('manage')).rejects.toThrow('seats-missing')
  expect(await count(company, sql`select count(*)::int as n from review_jobs`)).toBe(0)
  expect(await count(company, sql`select count(*)::int as n from accounts where managed`)).toBe(0)
})

test('seats that go to others meanwhile are missed by name, and whoever gets none stays unmanaged', async () => {
  const company = await companyWith(5)
  const id = await company.confirm('manage')
  await inOrganization(company.organizationId, async tx => saveLicense(tx, { ...(await readLicense(tx)), seats: 3 }))
  await company.work(id, { batch: 2 })
  expect(await company.progress(id)).toEqual({ waiting: 0, done: 3, refused: 2 })
  expect(await inOrganization(company.organizationId, seatsOf)).toEqual({ seats: 3, used: 3, left: 0 })
})

test('the cost that is shown is the cost that is recorded and the cost of who became managed', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        people: fc.integer({ min: 1, max: 12 }),
        held: fc.nat(4),
        seats: fc.option(fc.nat(14)),
        price: fc.option(fc.nat(5_000)),
        billingTerm: fc.constantFrom('monthly', 'annual'),
      }),
      async ({ people, held, seats, price, billingTerm }) => {
        const company = await companyWith(people)
        const license = {
          ...{ seats, pricePerSeat: price, currency: price === null ? null : 'EUR' },
          ...{ billingTerm, renewsOn: null },
        } as const
        await inOrganization(company.organizationId, tx => saveLicense(tx, license))
        await company.sql(sql`update accounts set on_hold = true where id in (select id from accounts limit ${held})`)
        const { quote } = await propose(company.organizationId, 'manage', everybody)
        expect(quote.ready + quote.notReady.reduce((sum, { people }) => sum + people, 0)).toBe(people)
        if (quote.ready === 0) return
        if (quote.withoutSeat > 0) {
          await expect(company.confirm('manage')).rejects.toThrow('seats-missing')
          return
        }
        const id = await company.confirm('manage')
        await company.work(id, { batch: 3 })
        const job = await inOrganization(company.organizationId, tx => readReviewJob(tx, id))
        expect(job?.quote).toEqual(quote)
        const [recorded] = await company.sql<{ cost: unknown }>(sql`
          select details::jsonb -> 'quote' -> 'cost' as cost from audit_entries where event = 'review.confirmed'`)
        expect(recorded?.cost).toEqual(quote.cost)
        const { done, refused } = await company.progress(id)
        expect(costOf(done, license)).toEqual(quote.cost)
        expect(refused).toBe(0)
      },
    ),
    { numRuns: 8 * env().ENROLLMENT_TEST_RUNS },
  )
})

test('a quote is of exactly what it says: another number is another hash', () => {
  const teamsLeft = { people: 0, teams: 0, places: 0 }
  const people = { ready: 3, notReady: [], outsideDirectory: 1, paidPlans: 0, seatsTaken: 0, teamsLeft }
  const license = { seats: 10, pricePerSeat: 800, currency: 'EUR', billingTerm: 'annual', renewsOn: null } as const
  const quote = quoteFor(people, license, 7)
  expect(quote.cost).toEqual({ perSeat: 800, currency: 'EUR', monthly: 2_400, term: 'annual', perTerm: 28_800 })
  expect(quoteFor({ ...people, ready: 4 }, license, 7).hash).not.toBe(quote.hash)
  expect(quoteFor(people, { ...license, pricePerSeat: 801 }, 7).hash).not.toBe(quote.hash)
  expect(quoteFor(people, license, 6).hash).not.toBe(quote.hash)
  expect(quoteFor({ ...people, teamsLeft: { people: 1, teams: 1, places: 1 } }, license, 7).hash).not.toBe(quote.hash)
})

test('managed people come back: blockers are named one by one, and no run links again who was let go', async () => {
  const company = await companyWith(6)
  company.directory.person('n1', 'OU=People,DC=example,DC=com')
  await company.review('manage')
  await company.sql(sql`update accounts set role = 'owner' where email_key like 'n2@%'`)
  await company.sql(sql`update accounts set on_retention_policy = true where email_key like 'n3@%'`)
  await company.sql(sql`update accounts set on_ediscovery_search = true where email_key like 'n4@%'`)
  await company.sql(sql`update accounts set on_hold = true where email_key like 'n5@%'`)
  const whom = { list: 'managed', filter: {} } as const
  const { notReady, quote } = await propose(company.organizationId, 'unmanage', whom)
  expect(quote, 'seats that become free').toMatchObject({ ready: 2, seatsTaken: 2, cost: null })
  expect(notReady.map(({ name, reason }) => [name.split(' ')[1], reason])).toEqual([
    ['2', 'primary-administrator'],
    ['3', 'on-retention-policy'],
    ['4', 'on-ediscovery-search'],
    ['5', 'on-hold'],
  ])
  expect(await company.review('unmanage', whom)).toEqual({ waiting: 0, done: 2, refused: 0 })
  expect(await count(company, sql`select count(*)::int as n from accounts where managed`)).toBe(4)
})
