import fc from 'fast-check'
import { expect, test } from 'vitest'
import { env } from '@/lib/env'
import { firstCharge } from './first-charge'

const monthly = { billingTerm: 'monthly', renewsOn: null } as const
const yearly = (renewsOn: string | null) => ({ billingTerm: 'annual', renewsOn }) as const

test('billed monthly, what is left of this month is charged with the whole next one', () => {
  expect(firstCharge(9_600, monthly, '2026-11-24')).toEqual({
    ...{ amount: 11_840, prorated: 2_240, on: '2026-12-01', from: '2026-11-24', until: '2026-11-30' },
  })
  expect(firstCharge(9_600, monthly, '2026-12-01')).toMatchObject({ amount: 19_200, on: '2027-01-01' })
  expect(firstCharge(9_600, monthly, '2028-02-29')).toMatchObject({ amount: 9_931, until: '2028-02-29' })
})

test('billed yearly, the time until the renewal is charged today', () => {
  expect(firstCharge(1_000, yearly('2027-01-10'), '2026-12-31')).toMatchObject({
    ...{ amount: Math.round((12_000 * 10) / 365), on: '2026-12-31', until: '2027-01-09' },
  })
  expect(firstCharge(1_000, yearly(null), '2026-11-26')).toMatchObject({ amount: 12_000, until: '2027-11-25' })
  expect(firstCharge(1_000, yearly('2026-11-26'), '2026-11-26')).toMatchObject({ amount: 12_000, until: '2027-11-25' })
  expect(firstCharge(1_000, yearly('2029-01-10'), '2026-12-31')).toMatchObject({ until: '2027-01-09' })
})

test('nothing is charged for nobody, and what is charged first is never more than two months or one year', () => {
  expect(firstCharge(0, monthly, '2026-11-24')).toBeNull()
  const day = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
  const date = day.map(at => at.toISOString().slice(0, 10))
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000_000 }), date, fc.option(date), (perMonth, today, renewsOn) => {
      const [byMonth, byYear] = [firstCharge(perMonth, monthly, today), firstCharge(perMonth, yearly(renewsOn), today)]
      expect(byMonth?.amount).toBeGreaterThanOrEqual(perMonth)
      expect(byMonth?.amount).toBeLessThanOrEqual(2 * perMonth)
      expect(byYear?.amount).toBeLessThanOrEqual(12 * perMonth)
      for (const charge of [byMonth, byYear]) {
        expect((charge?.on ?? '') >= today).toBe(true)
        expect((charge?.until ?? '') >= today).toBe(true)
      }
    }),
    { numRuns: 300 * env().ENROLLMENT_TEST_RUNS, seed: 20_261_126 },
  )
})
