import fc from 'fast-check'
import { expect, test } from 'vitest'
import { env } from '@/lib/env'
import type { License } from '@/lib/settings/license'
import type { PaidPlan } from '@/lib/settings/teams'
import { type QuotedMember, quoteOf } from './quote'

const times = env().ENROLLMENT_TEST_RUNS
const now = new Date('2026-11-24T10:00:00.000Z')
const day = 86_400_000
const timeZone = 'Europe/Berlin'
const license: License = { seats: 500, pricePerSeat: 800, currency: 'USD', billingTerm: 'monthly', renewsOn: null }
const team = {
  id: 'team',
  name: 'Night Shift',
  ownerEmail: 'lee@northwind.example',
  planType: 'premium',
  paid: null,
} as const

/** A person of the company, or somebody outside, as they stand before anything is brought in. */
type Person = { key: string; external: boolean; seated: boolean; ready: boolean }
const people = fc
  .uniqueArray(
    fc.record({
      key: fc.stringMatching(/^[a-f]{1,3}$/),
      external: fc.boolean(),
      seated: fc.boolean(),
      ready: fc.boolean(),
    }),
    {
      selector: ({ key }) => key,
      maxLength: 30,
    },
  )
  .filter(all => all.length > 0)
const company = people.chain(all =>
  fc.record({
    all: fc.constant(all),
    teams: fc.array(fc.subarray(all), { minLength: 1, maxLength: 6 }),
    price: fc.nat(5_000),
  }),
)

const memberOf = ({ key, external, seated, ready }: Person, taken: ReadonlySet<string>): QuotedMember =>
  external
    ? { kind: 'external', emailKey: key, billed: seated || taken.has(key) }
    : { kind: 'account', emailKey: key, managed: seated || taken.has(key), notReady: ready ? null : 'on-hold' }

test('nobody takes a second seat, in however many teams they are and in whatever order these are brought in', () => {
  fc.assert(
    fc.property(company, fc.infiniteStream(fc.nat()), ({ all, teams, price }, order) => {
      const taken = new Set<string>()
      const shuffled = teams.toSorted(() => ((order.next().value ?? 0) % 2 === 0 ? 1 : -1))
      let [seats, cost] = [0, 0]
      for (const members of shuffled) {
        const asked = { team, license: { ...license, pricePerSeat: price }, seatsLeft: null, timeZone }
        const quote = quoteOf({ ...asked, members: members.map(one => memberOf(one, taken)) }, now)
        seats += quote.seats
        cost += quote.perMonth ?? 0
        for (const { key, external, ready } of members) if (external || ready) taken.add(key)
      }
      const inTeams = new Set(teams.flat().map(({ key }) => key))
      const news = all.filter(one => inTeams.has(one.key) && !one.seated && (one.external || one.ready))
      expect(seats).toBe(news.length)
      expect(cost).toBe(news.length * price)
    }),
    { numRuns: 300 * times, seed: 20_261_124 },
  )
})

test('what is given back is never more than what was paid, nor anything for days that are over', () => {
  const plan = fc.record({
    before: fc.integer({ min: 0, max: 400 }),
    days: fc.integer({ min: 1, max: 800 }),
    amount: fc.nat(10_000_000),
  })
  fc.assert(
    fc.property(plan, ({ before, days, amount }) => {
      const from = now.getTime() - before * day
      const paid: PaidPlan = { from: iso(from), until: iso(from + days * day), amount, currency: 'EUR' }
      const { credit } = quoteOf({ team: { ...team, paid }, members: [], license, seatsLeft: null, timeZone }, now)
      if (days <= before) {
        expect(credit).toBeNull()
        return
      }
      expect(credit).toMatchObject({ unusedDays: days - before, days, currency: 'EUR', to: team.ownerEmail })
      expect(credit?.amount).toBe(Math.floor((amount * (days - before)) / days))
    }),
    { numRuns: 300 * times, seed: 20_261_125 },
  )
})
const iso = (at: number) => new Date(at).toISOString()

test('a sales contract is not given back, it goes on until its end', () => {
  const paid = {
    from: iso(now.getTime() - 10 * day),
    until: iso(now.getTime() + 20 * day),
    amount: 33_600,
    currency: 'USD',
  }
  const asked = { members: [], license, seatsLeft: null, timeZone }
  const contract = quoteOf({ ...asked, team: { ...team, planType: 'premium-subscription', paid } }, now)
  expect(contract).toMatchObject({ credit: null, contractUntil: paid.until })
  expect(quoteOf({ ...asked, team: { ...team, paid } }, now).credit?.amount).toBe(22_400)
})

test('a quote is another one when anything that is agreed to is different, and the same when only its members stand in another order', () => {
  const members: QuotedMember[] = [
    { kind: 'external', emailKey: 'a', billed: false },
    { kind: 'account', emailKey: 'b', managed: false, notReady: null },
    { kind: 'account', emailKey: 'c', managed: true, notReady: null },
  ]
  const facts = { team, members, license, seatsLeft: 7, timeZone }
  const { id } = quoteOf(facts, now)
  expect(quoteOf({ ...facts, members: members.toReversed(), seatsLeft: 3 }, now).id).toBe(id)
  expect(quoteOf({ ...facts, members: members.slice(1) }, now).id).not.toBe(id)
  expect(quoteOf({ ...facts, license: { ...license, pricePerSeat: 801 } }, now).id).not.toBe(id)
  expect(quoteOf({ ...facts, license: { ...license, currency: 'EUR' } }, now).id).not.toBe(id)
})

test('without a price nothing is said about money', () => {
  const unpriced = { ...license, pricePerSeat: null, currency: null }
  expect(quoteOf({ team, members: [], license: unpriced, seatsLeft: null, timeZone }, now)).toMatchObject({
    perMonth: null,
    perYear: null,
  })
})
