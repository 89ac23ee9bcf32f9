import { describe, expect, test } from 'vitest'
import { changeKinds } from './change'
import { phaseOf } from './phase'
import { addsUp, type RowCount, reportFrom, rowCounters, rowsBehind } from './report'

const row = (more: Partial<RowCount>): RowCount => ({
  kind: 'update',
  read: true,
  state: 'applied',
  problem: false,
  count: 1,
  ...more,
})
const counts = { read: 0, notRead: 0, unchanged: 0, alreadyGone: 0 }

test('everybody is counted once', () => {
  const report = reportFrom({
    read: 20,
    notRead: 9,
    unchanged: 7,
    alreadyGone: 2,
    rows: [
      row({ kind: 'add', count: 2 }),
      row({ kind: 'link' }),
      row({ kind: 'update', count: 3 }),
      row({ kind: 'suspend' }),
      row({ kind: 'skip', state: 'noted', problem: true, count: 2 }),
      row({ kind: 'skip', state: 'noted' }),
      row({ kind: 'add', state: 'failed' }),
      row({ kind: 'deactivate', state: 'held' }),
      row({ kind: 'update', state: 'left' }),
      row({ kind: 'suspect', state: 'noted', read: false, count: 3 }),
      row({ kind: 'deactivate', read: false }),
      row({ kind: 'deactivate', read: false, state: 'held' }),
      row({ kind: 'deactivate', read: false, state: 'failed' }),
      row({ kind: 'leave-alone', read: false, state: 'noted' }),
    ],
  })
  expect(report).toEqual({
    read: 20,
    added: 2,
    linked: 1,
    updated: 3,
    reactivated: 0,
    deactivatedRead: 1,
    released: 0,
    unchanged: 7,
    skipped: 4,
    heldRead: 1,
    failedRead: 1,
    notRead: 9,
    suspected: 3,
    deactivatedAbsent: 1,
    leftAlone: 3,
    heldAbsent: 1,
    failedAbsent: 1,
    problems: 2,
  })
  expect(addsUp(report)).toBe(true)
})

describe('a report that lost somebody does not add up', () => {
  test('of those read', () => expect(addsUp(reportFrom({ ...counts, read: 1, rows: [] }))).toBe(false))
  test('of those not read', () => expect(addsUp(reportFrom({ ...counts, notRead: 1, rows: [] }))).toBe(false))
  test('or counted somebody twice', () =>
    expect(addsUp(reportFrom({ ...counts, read: 1, rows: [row({}), row({ kind: 'add' })] }))).toBe(false))
})

test('every kind in every state has its place', () => {
  for (const kind of changeKinds)
    for (const state of ['noted', 'planned', 'held', 'applied', 'failed', 'left', 'cancelled'] as const)
      for (const read of [true, false])
        expect(
          addsUp(reportFrom({ ...counts, [read ? 'read' : 'notRead']: 1, rows: [row({ kind, state, read })] })),
        ).toBe(true)
})

test('an address is freed before it is given to somebody else', () => {
  const [accountId, moves] = ['account', { email: 'new@example.com' }]
  const order = [
    phaseOf({ kind: 'release', accountId, after: null }, false),
    phaseOf({ kind: 'deactivate', accountId, after: { active: false } }, false),
    phaseOf({ kind: 'update', accountId, after: moves }, false),
    phaseOf({ kind: 'update', accountId, after: moves }, true),
    phaseOf({ kind: 'add', accountId: null, after: moves }, true),
    phaseOf({ kind: 'update', accountId, after: { title: 'Judge' } }, false),
  ]
  expect(order).toEqual([1, 2, 3, 4, 5, 6])
  expect(phaseOf({ kind: 'skip', accountId, after: null }, false)).toBe(0)
})

test('every row stands behind exactly one counter, and behind the one that counts it', () => {
  const behind = rowCounters.flatMap(counter =>
    rowsBehind(counter).flatMap(({ states, ...place }) => states.map(state => ({ counter, ...place, state }))),
  )
  expect(new Set(behind.map(({ kind, read, state }) => `${kind} ${read} ${state}`)).size).toBe(behind.length)
  expect(behind).toHaveLength(changeKinds.length * 2 * 7)
  for (const { counter, ...place } of behind)
    expect(reportFrom({ ...counts, rows: [row(place)] })).toMatchObject({ [counter]: 1 })
})
