import { describe, expect, test } from 'vitest'
import { decideAbsent } from './decide-absent'
import type { AbsentFacts } from './facts'
import { aFoundObject, aJoin, anAbsentPerson, anAccount, anchorOf, leavingSettings, testNow } from './testing/builders'

const outcome = (facts: Partial<AbsentFacts> = {}) => {
  const change = decideAbsent(anAbsentPerson(facts))
  return change === null ? null : [change.kind, change.because.code]
}
const minutesAgo = (minutes: number) => aJoin({ suspectedAt: new Date(testNow.getTime() - minutes * 60_000) })
const found = (more: Parameters<typeof aFoundObject>[0]) => outcome({ lookUp: aFoundObject(more) })
const threeDays = { ...leavingSettings, graceDays: 3 }

describe('absence alone counts only twice', () => {
  test('the first time it starts the clock', () => {
    const change = decideAbsent(anAbsentPerson())
    expect(change).toMatchObject({
      kind: 'suspect',
      read: false,
      because: { code: 'absent-first-time', args: { hours: 1 } },
    })
  })
  test('within the hour nothing happens', () =>
    expect(outcome({ join: minutesAgo(59.99) })).toEqual(['suspect', 'absent-within-grace']))
  test('an hour later it acts', () => expect(outcome({ join: minutesAgo(60) })).toEqual(['deactivate', 'absent-twice']))
  test('with days of grace it waits for them', () => {
    expect(outcome({ join: minutesAgo(71.9 * 60), leaving: threeDays })).toEqual(['suspect', 'absent-within-grace'])
    expect(outcome({ join: minutesAgo(72 * 60), leaving: threeDays })).toEqual(['deactivate', 'absent-twice'])
  })
  test('never while the unit cannot be read, and that starts no clock', () => {
    expect(outcome({ join: minutesAgo(600), parentReadable: false })).toEqual(['suspect', 'absent-unit-unreadable'])
    expect(outcome({ parentReadable: false })).toEqual(['suspect', 'absent-unit-unreadable'])
  })
})

test('after a quick import absence removes nobody, whatever was suspected before; what was seen still acts', () => {
  const quick = { completeRead: false } as const
  expect(outcome(quick)).toEqual(['suspect', 'absent-in-quick-import'])
  expect(outcome({ ...quick, join: minutesAgo(100_000) })).toEqual(['suspect', 'absent-in-quick-import'])
  expect(outcome({ ...quick, lookUp: 'failed' })).toEqual(['suspect', 'look-up-failed'])
  expect(outcome({ ...quick, lookUp: aFoundObject({ deleted: true }) })).toEqual(['deactivate', 'deleted-in-directory'])
})

test('a failed look-up is never evidence, however long it lasts', () => {
  const change = decideAbsent(anAbsentPerson({ lookUp: 'failed', join: minutesAgo(100_000) }))
  expect([change?.kind, change?.because.code]).toEqual(['suspect', 'look-up-failed'])
})

describe('what the look-up saw acts now', () => {
  test('a tombstone', () => expect(found({ deleted: true })).toEqual(['deactivate', 'deleted-in-directory']))
  test('a move out of scope', () =>
    expect(found({ placement: 'not-in-scope', parent: anchorOf(901) })).toEqual(['deactivate', 'moved-out-of-scope']))
  test('the same unit, outside what is read', () =>
    expect(found({ placement: 'not-in-scope' })).toEqual(['deactivate', 'unit-not-included']))
  test('disabled outside the read', () =>
    expect(found({ status: 'disabled', placement: 'not-in-scope' })).toEqual(['deactivate', 'disabled-in-directory']))
  test('in its place after all: nothing happens', () =>
    expect(found({})).toEqual(['leave-alone', 'present-at-look-up']))
  test('somewhere that cannot be told: nothing happens', () =>
    expect(found({ placement: 'unknown' })).toEqual(['leave-alone', 'present-at-look-up']))
})

describe('policies and protection', () => {
  test.each([
    ['deleted', { deleted: true }, 'deleted-in-directory'],
    ['out-of-scope', { placement: 'not-in-scope', parent: anchorOf(901) }, 'moved-out-of-scope'],
  ] as const)('%s may be left alone', (reason, seen, code) =>
    expect(outcome({ lookUp: aFoundObject(seen), leaving: { ...leavingSettings, [reason]: 'leave-alone' } })).toEqual([
      'leave-alone',
      code,
    ]),
  )
  test('or suspended', () =>
    expect(
      outcome({ lookUp: aFoundObject({ deleted: true }), leaving: { ...leavingSettings, deleted: 'suspend' } }),
    ).toEqual(['suspend', 'deleted-in-directory']))
  test('administrators, owners and break-glass accounts stay', () => {
    for (const protection of [
      { role: 'administrator' },
      { role: 'owner' },
      { breakGlass: true },
      { acting: true },
    ] as const)
      expect(outcome({ account: anAccount(protection), lookUp: aFoundObject({ deleted: true }) })).toEqual([
        'leave-alone',
        'protected-administrator',
      ])
  })
  test("another connector's account is not ours to end", () =>
    expect(outcome({ account: anAccount({ source: 'other' }), lookUp: aFoundObject({ deleted: true }) })).toEqual([
      'leave-alone',
      'account-of-other-source',
    ]))
  test('who is out already is not taken out again', () => {
    const gone = anAccount({ blockedBySync: true, blockedBecause: 'deleted-in-directory' })
    for (const lookUp of [null, 'failed', aFoundObject(), aFoundObject({ deleted: true })] as const)
      expect(outcome({ account: gone, lookUp })).toBeNull()
  })
})
