import { describe, expect, test } from 'vitest'
import { type Hold, holdCodes } from './change'
import { judge, mayBeApprovedUnseen, type PlanCounts, type PlanHistory, removalLimit } from './judge'
import { aHistory, someCounts } from './testing/builders'

const holds = (counts: Partial<PlanCounts> = {}, history: Partial<PlanHistory> = {}) => {
  const verdict = judge(someCounts(counts), aHistory(history))
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
  ])('of %i people: %i may go', (linked, limit) => expect(removalLimit(linked)).toBe(limit))
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
