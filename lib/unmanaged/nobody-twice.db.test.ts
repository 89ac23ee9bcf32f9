import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { env } from '@/lib/env'
import { stopWaking } from '@/lib/jobs/wake'
import { seatsOf } from '@/lib/store/licenses'
import { inOrganization } from '@/lib/store/organization'
import type { Whom } from '@/lib/store/review-choice'
import { linkToken } from '@/lib/vault/signed-link'
import { answerRequest } from './answer-request'
import { Neighborhood } from './testing/neighborhood'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})

const people = 5
const some = fc.uniqueArray(fc.integer({ min: 1, max: people }), { minLength: 1, maxLength: people })
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('confirm' as const), some }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('work' as const), job: fc.nat(5), killedAt: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('ask' as const), some }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('accept' as const), one: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('unmanage' as const), some }) },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** A company in which several administrators, the people themselves and workers that die do things at once. */
class Busy extends Neighborhood {
  readonly jobs: string[] = []

  whom(numbers: readonly number[]): Promise<Whom> {
    return this.#chosen('unmanaged', numbers)
  }

  async take(step: Step): Promise<void> {
    switch (step.kind) {
      case 'confirm':
        return this.#begin(this.confirm('manage', await this.whom(step.some)))
      case 'ask':
        return this.#begin(this.confirm('ask', await this.whom(step.some)))
      case 'unmanage':
        return this.#begin(this.confirm('unmanage', await this.#chosen('managed', step.some)))
      case 'accept': {
        const asked = await this.sql<{ id: string }>(sql`select id from management_requests order by asked_at, id`)
        const one = asked[step.one % Math.max(1, asked.length)]
        const token = one && linkToken('management-request', this.organizationId, one.id)
        if (token) await answerRequest(token, { accept: true, text: '' })
        return
      }
      case 'work':
        return this.#workOn(this.jobs[step.job % Math.max(1, this.jobs.length)], step.killedAt)
    }
  }

  async #begin(confirmed: Promise<string>): Promise<void> {
    await confirmed.then(
      id => this.jobs.push(id),
      error => expect(String(error)).toContain('nobody-ready'),
    )
  }

  /** A job that is done already is worked on once more. */
  async #workOn(id: string | undefined, killedAt: number): Promise<void> {
    if (!id) return
    let met = 0
    const failpoint = () => {
      if (++met === killedAt) throw new Error('killed')
    }
    await this.work(id, { batch: 2, failpoint }).catch(error => expect(String(error)).toContain('killed'))
    await this.sql(sql`update review_jobs set lease_until = now() - interval '1 second' where id = ${id}`)
  }

  async #chosen(list: Whom['list'], numbers: readonly number[]): Promise<Whom> {
    const names = numbers.map(number => `n${number}@${this.directory.domain}`)
    const rows = await this.sql<{ id: string }>(
      sql`select id from accounts where email_key = any(${`{${names.join(',')}}`}::text[])`,
    )
    return { list, filter: { only: rows.map(({ id }) => id) } }
  }
}

test('nobody is managed twice, whoever confirms, accepts, dies and begins again in whatever order', async () => {
  let managed = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 14 }), async steps => {
      const company = new Busy()
      await company.create()
      await company.settle(people)
      for (const one of steps) await company.take(one)
      for (const id of company.jobs) expect(['finished', 'left']).toContain(await company.work(id))
      const rows = await company.sql<{ managed: boolean; began: number; ended: number; mails: number }>(sql`
        select a.managed,
          (select count(*)::int from audit_entries e where e.target_id = a.id::text and e.event = 'account.managed') as began,
          (select count(*)::int from audit_entries e where e.target_id = a.id::text and e.event = 'account.unmanaged') as ended,
          (select count(*)::int from outbox o where o.idempotency_key like 'mail:managed:%' || a.id) as mails
        from accounts a`)
      for (const row of rows) {
        expect(row.began - row.ended, 'begun as often as ended, or once more').toBe(row.managed ? 1 : 0)
        expect(row.mails, 'told as often as it began').toBe(row.began)
      }
      const taken = rows.filter(row => row.managed).length
      expect((await inOrganization(company.organizationId, seatsOf)).used).toBe(taken)
      managed += taken
    }),
    { numRuns: 12 * env().ENROLLMENT_TEST_RUNS },
  )
  expect(managed).toBeGreaterThan(0)
})
