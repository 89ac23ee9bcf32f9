import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Change } from './change'
import { changeHash, planHash, wouldChangeNothing } from './plan-hash'
import { anchorOf } from './testing/builders'

const change: Pick<Change, 'anchor' | 'kind' | 'accountId' | 'before' | 'after'> = {
  anchor: anchorOf(1),
  kind: 'update',
  accountId: 'account-ada',
  before: { displayName: 'Ada', title: null },
  after: { displayName: 'Ada King', title: 'Countess' },
}

describe('an approval binds to the effect', () => {
  test('in whatever order the values are stored', () => {
    const after = { title: 'Countess', displayName: 'Ada King' }
    expect(changeHash({ ...change, after })).toBe(changeHash(change))
  })
  test.each<[string, Partial<typeof change>]>([
    ['another person', { anchor: anchorOf(2) }],
    ['another kind', { kind: 'link' }],
    ['another account', { accountId: 'account-eve' }],
    ['another value', { after: { ...change.after, title: 'Queen' } }],
    ['another starting point', { before: { ...change.before, title: 'Queen' } }],
    ['a value less', { after: { displayName: 'Ada King' } }],
    ['nothing instead of an empty change', { after: null }],
  ])('%s is another change', (_, different) =>
    expect(changeHash({ ...change, ...different })).not.toBe(changeHash(change)),
  )
  test('values cannot pose as structure', () =>
    expect(changeHash({ ...change, after: { title: 'a","b' } })).not.toBe(
      changeHash({ ...change, after: { title: 'a' } }),
    ))
})

test('the plan is the set of its rows: any order, and every row counts', () => {
  const row = fc.stringMatching(/^[0-9a-f]{64}$/)
  const property = fc.property(
    fc.uniqueArray(row, { minLength: 1, maxLength: 30 }),
    fc.infiniteStream(fc.nat()),
    (rows, keys) => {
      const shuffled = rows.map(value => ({ value, key: keys.next().value ?? 0 })).sort((a, b) => a.key - b.key)
      expect(planHash(shuffled.map(entry => entry.value))).toBe(planHash(rows))
      expect(planHash(rows.slice(1))).not.toBe(planHash(rows))
    },
  )
  fc.assert(property, { numRuns: 200, seed: 4711 })
})

test('a preview that nobody is changed by waits for nobody; with a change, or held for a reason, it waits', () => {
  const preview = { state: 'previewed', holds: [], planHash: planHash([]) } as const
  const hold = { code: 'empty-read', covers: 'everything', args: { linked: 0 } } as const
  expect(wouldChangeNothing(preview)).toBe(true)
  expect(wouldChangeNothing({ ...preview, holds: [hold] })).toBe(false)
  expect(wouldChangeNothing({ ...preview, planHash: planHash(['a']) })).toBe(false)
  expect(wouldChangeNothing({ ...preview, planHash: null })).toBe(false)
  expect(wouldChangeNothing({ ...preview, state: 'held' })).toBe(false)
})
