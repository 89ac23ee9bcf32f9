import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { env } from '@/lib/env'
import { SafetySettings } from '@/lib/settings/safety'
import { type Hold, holdCodes, type Verdict } from './change'
import { judge, mayBeApprovedUnseen, type PlanCounts, type PlanHistory, removalLimit } from './judge'
import { aHistory, someCounts, someLimits } from './testing/builders'

const holds = (
  counts: Partial<PlanCounts> = {},
  history: Partial<PlanHistory> = {},
  safety: Partial<SafetySettings> = {},
) => {
  const verdict = judge(someCounts(counts), aHistory(history), someLimits(safety))
  return verdict.kind === 'proceed' ? [] : verdict.holds.map(hold => `${hold.code}: ${hold.covers}`)
}
/** A company of this size loses so many, with nothing removed in the days before. */
const losing = (linked: number, removals: number) =>
  holds({ linked, inScope: linked, removals }, { window: { removals: 0, linked } })

test('a quiet run proceeds', () => expect(holds()).toEqual([]))

describe('removals in a run', () => {
  test.each([
    [0, 5],
    [20, 5],
    [100, 5],
    [119, 5],
    [120, 6],
    [1000, 50],
    [1_000_000, 50],
  ])('of %i people: %i may go', (linked, limit) => expect(removalLimit(linked, someLimits())).toBe(limit))
  test.each([
    [10, 5, []],
    [1000, 50, []],
    [1000, 51, ['removals-over-limit: removals']],
    [80, 6, ['removals-over-limit: removals']],
    [1_000_000, 51, ['removals-over-limit: removals']],
    [20, 20, ['removals-over-limit: removals', 'removals-over-window: removals']],
  ])('of %i people %i go', (linked, removals, expected) => expect(losing(linked, removals)).toEqual(expected))
})

test('a fifth within the window counts from the window, this run included', () => {
  const window = { removals: 190, linked: 1000 }
  expect(holds({ removals: 10 }, { window })).toEqual([])
  expect(holds({ removals: 11 }, { window })).toEqual(['removals-over-window: removals'])
  expect(holds({ removals: 0 }, { window: { removals: 500, linked: 1000 } })).toEqual([])
})

test('a plan made with another configuration than the live one takes nothing away by itself', () => {
  const held = ['configuration-changed: removals']
  expect(holds({ removals: 1 }, { version: { used: 3, live: 4 } })).toEqual(held)
  expect(holds({ removals: 1 }, { version: { used: 4, live: 3 } })).toEqual(held)
  expect(holds({ removals: 1 }, { version: { used: 4, live: null } })).toEqual([])
})

describe('one scope', () => {
  const scope = (linked: number, removals: number) =>
    holds({ removals, scopes: [{ name: 'OU=Sales', linked, removals }] })
  test.each([
    [10, 3, []],
    [10, 4, ['scope-loses-share: removals']],
    [9, 8, []],
    [9, 9, ['scope-loses-all: removals']],
    [4, 4, ['scope-loses-all: removals']],
    [3, 3, []],
    [40, 40, ['scope-loses-all: removals']],
  ])('of %i people loses %i', (linked, removals, expected) => expect(scope(linked, removals)).toEqual(expected))
})

describe('what holds everything', () => {
  test('nobody read', () => expect(holds({ inScope: 0 })).toEqual(['empty-read: everything']))
  test('the first run', () => expect(holds({}, { first: true, previous: null })).toEqual(['first-run: everything']))
  test('another domain', () =>
    expect(holds({}, { domainSid: { pinned: 'S-1-5-21-1-2-3', seen: 'S-1-5-21-4-5-6' } })).toEqual([
      'domain-changed: everything',
    ]))
  test('a domain not pinned yet is no change', () =>
    expect(holds({}, { domainSid: { pinned: null, seen: 'S-1-5-21-4-5-6' } })).toEqual([]))
  test.each([
    [1000, 200, []],
    [1000, 201, ['additions-surge: everything']],
    [100, 49, []],
    [100, 50, ['additions-surge: everything']],
  ])('of %i people, %i new ones', (linked, additions, expected) =>
    expect(holds({ linked, additions })).toEqual(expected),
  )
  test('the first run has additions without surprise', () =>
    expect(holds({ linked: 0, additions: 900 }, { first: true })).toEqual(['first-run: everything']))
  test('many addresses at once', () => {
    expect(holds({ mailChanges: 200 })).toEqual([])
    expect(holds({ mailChanges: 201 })).toEqual(['mass-mail-change: everything'])
  })
  test('many names at once', () => expect(holds({ nameChanges: 201 })).toEqual(['mass-name-change: everything']))
  test('problems that were not there before', () => {
    expect(holds({ problems: 101 })).toEqual(['problems-surge: everything'])
    expect(holds({ problems: 100 })).toEqual([])
    expect(holds({ problems: 301 }, { previous: { inScope: 1000, problems: 300 } })).toEqual([])
  })
})

test('many values of one field that would be cleared', () => {
  expect(holds({ cleared: { title: 200, department: 200 } })).toEqual([])
  expect(holds({ cleared: { title: 201 } })).toEqual(['mass-clearing: everything'])
})

describe('a company decides its limits, within what nobody can switch off', () => {
  const losing = (linked: number, removals: number, safety: Partial<SafetySettings>) =>
    holds({ linked, inScope: linked, removals }, { window: { removals: 0, linked } }, safety)
  test.each([
    [1000, 11, { removalsPercent: 1 }, ['removals-over-limit: removals']],
    [1000, 10, { removalsPercent: 1 }, []],
    [1000, 21, { removalsPeople: 20 }, ['removals-over-limit: removals']],
    [1000, 400, { removalsPercent: 50, removalsPeople: 100_000, weekPercent: 50 }, []],
    [
      1000,
      501,
      { removalsPercent: 50, removalsPeople: 100_000, weekPercent: 50 },
      ['removals-over-limit: removals', 'removals-over-window: removals'],
    ],
    [10, 5, { removalsPercent: 1, weekPercent: 1 }, []],
  ])('of %i people %i go, with %o', (linked, removals, safety, expected) =>
    expect(losing(linked, removals, safety)).toEqual(expected),
  )
  test.each(['removalsPercent', 'weekPercent', 'scopePercent', 'additionsPercent', 'changesPercent'])(
    '%s is between 1 and 50',
    limit => {
      for (const value of [0, -1, 51, 100, 2.5, Number.NaN, Number.POSITIVE_INFINITY, '5', null])
        expect(SafetySettings.safeParse({ [limit]: value }).success, String(value)).toBe(false)
      expect(SafetySettings.safeParse({ [limit]: 50 }).success).toBe(true)
    },
  )
})

test('every reason is told, not only the first', () =>
  expect(holds({ inScope: 0, removals: 1000 }, { first: true })).toHaveLength(4))

describe('approved without being seen', () => {
  const held = (...codes: Hold['code'][]) => codes.map(code => ({ code, covers: 'everything' as const, args: {} }))
  test('is only what is first or adds, and removes nobody', () => {
    const alone = holdCodes.filter(code => mayBeApprovedUnseen({ holds: held(code), removals: 0 }))
    expect(alone).toEqual(['first-run', 'additions-surge'])
    expect(mayBeApprovedUnseen({ holds: held('first-run'), removals: 1 })).toBe(false)
  })
  test('never with another reason beside those', () =>
    expect(mayBeApprovedUnseen({ holds: held('additions-surge', 'problems-surge'), removals: 0 })).toBe(false))
})

describe('2: zero is never a fact', () => {
  const percent = fc.integer({ min: 1, max: 50 })
  const limits = fc
    .record({
      ...{ removalsPercent: percent, removalsPeople: fc.integer({ min: 5, max: 100_000 }), weekPercent: percent },
      ...{ scopePercent: percent, additionsPercent: percent, changesPercent: percent, problemsPercent: percent },
    })
    .map(someLimits)
  const size = fc.integer({ min: 4, max: 5_000 })
  const history = fc
    .record({ first: fc.boolean(), linked: size })
    .map(({ first, linked }) => aHistory({ first, window: { removals: 0, linked } }))
  const codesOf = (verdict: Verdict) => (verdict.kind === 'hold' ? verdict.holds.map(({ code }) => code) : [])
  const runs = { numRuns: 500 * env().ENROLLMENT_TEST_RUNS, seed: 20270304 }

  test('a read of nobody waits, whatever the limits and however few people there are', () =>
    fc.assert(
      fc.property(limits, history, fc.nat(5_000), fc.nat(50), (lowered, past, linked, removals) => {
        const verdict = judge(someCounts({ inScope: 0, linked, removals }), past, lowered)
        expect(codesOf(verdict)).toContain('empty-read')
      }),
      runs,
    ))

  test('a scope of more than three that loses everybody waits, however many others lose nobody', () =>
    fc.assert(
      fc.property(limits, history, size, fc.array(size, { maxLength: 5 }), (lowered, past, people, others) => {
        const kept = others.map((linked, at) => ({ name: `OU=${at}`, linked, removals: 0 }))
        const linked = people + others.reduce((sum, one) => sum + one, 0)
        const scopes = [...kept, { name: 'OU=Lost', linked: people, removals: people }]
        const verdict = judge(someCounts({ inScope: linked, linked, removals: people, scopes }), past, lowered)
        expect(codesOf(verdict)).toContain('scope-loses-all')
      }),
      runs,
    ))

  test('a field that nobody has any more waits, from ten people on', () =>
    fc.assert(
      fc.property(limits, history, fc.integer({ min: 10, max: 5_000 }), (lowered, past, linked) => {
        const verdict = judge(someCounts({ inScope: linked, linked, cleared: { title: linked } }), past, lowered)
        expect(codesOf(verdict)).toContain('mass-clearing')
      }),
      runs,
    ))
})
