import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Anchor } from '@/lib/directory/anchor'
import type { ImportPart, ScopeProof } from '@/lib/directory/source'
import type { ImportUnit } from '@/lib/store/import-units'
import { cut, nextStep, numbered, proofsOf } from './import-units'

const root = '00000000-0000-4000-8000-000000000001' as Anchor
const proof = (objects: number): ScopeProof => ({
  ...{ scope: { anchor: null, dn: 'DC=x' }, root, rootDn: 'DC=x', pages: 1, objects, people: objects - 1 },
  ...{ changedWhileReading: 0, rounds: 1 },
})
const created = (from: string, to: string | null): ImportPart => ({ by: 'created', from, to })
const unit = (number: number, more: Partial<ImportUnit> = {}): ImportUnit => ({
  ...{ number, kind: 'part', scope: 0, root: null, rootDn: 'DC=x', part: created('0', null), state: 'done' },
  ...{ failures: 0, firstPart: 1, proof: proof(10), startUsn: '500', createdAt: new Date(0) },
  ...more,
})
const closing = (number: number, startUsn: string, more: Partial<ImportUnit> = {}) =>
  unit(number, { kind: 'closing', part: { by: 'changed', since: '1' }, startUsn, proof: proof(1), ...more })

describe('what comes next', () => {
  test('the lowest unit that waits', () => {
    const waiting = unit(3, { state: 'waiting' })
    expect(nextStep([unit(2), waiting, unit(4, { state: 'waiting' })])).toEqual({ do: 'read', unit: waiting })
  })

  test('one unit that was read in one go is the whole, with its own proof', () => {
    expect(nextStep([unit(1)])).toEqual({ do: 'seal' })
  })

  test('several are closed by what changed since the earliest of them began, in every scope', () => {
    const units = [unit(2, { startUsn: '900' }), unit(3, { startUsn: '1100' }), unit(4, { scope: 1, startUsn: '1000' })]
    expect(nextStep(units)).toEqual({
      do: 'close',
      units: [5, 6].map((number, scope) => ({
        ...{ number, scope, kind: 'closing', root: null, rootDn: 'DC=x' },
        part: { by: 'changed', since: '900' },
      })),
    })
  })

  test('closed is closed, unless a unit moved in meanwhile: that is closed by what changed since the last closing', () => {
    const parts = [unit(2), unit(3)]
    expect(nextStep([...parts, closing(4, '1200')])).toEqual({ do: 'seal' })
    expect(nextStep([...parts, closing(4, '1200'), unit(5, { kind: 'moved', startUsn: '1300' })])).toMatchObject({
      do: 'close',
      units: [{ number: 6, kind: 'closing', part: { since: '1200' } }],
    })
  })

  test('a directory whose units never come to rest is given up', () => {
    const moved = (number: number) => unit(number, { kind: 'moved' })
    const restless = [unit(1), unit(2), closing(3, '1'), moved(4), closing(5, '2'), moved(6), closing(7, '3'), moved(8)]
    expect(nextStep(restless)).toEqual({ do: 'give-up', because: 'directory-changing' })
  })
})

describe('cutting', () => {
  const sample = { objects: 200, middle: '700', highest: '900', withoutNumber: 0 }

  test('in the middle of what was read in time', () => {
    expect(cut(created('0', null), sample, 100)).toEqual([created('0', '700'), created('701', null)])
    expect(cut(created('600', '800'), sample, 100)).toEqual([created('600', '700'), created('701', '800')])
  })

  test.each([
    ['too few were read for another cut to help', created('0', null), { ...sample, objects: 99 }],
    ['nothing was read', created('0', null), { objects: 0, middle: null, highest: null, withoutNumber: 0 }],
    ['somebody has no number, and would be in no half', created('0', null), { ...sample, withoutNumber: 1 }],
    ['everybody has the same number', created('0', null), { ...sample, highest: '700' }],
    ['there is nothing above', created('0', '700'), sample],
    ['what changed is no range that stays', { by: 'changed', since: '1' } as const, sample],
  ])('not where %s', (_, part, read) => {
    expect(cut(part, read, 100)).toBeNull()
  })

  test('however often it is cut, the halves are the whole: no number is lost and none is read twice', () => {
    const cuts = fc.array(fc.record({ at: fc.nat(), middle: fc.bigInt({ min: 0n, max: 1_000n }) }), { maxLength: 12 })
    const property = fc.property(cuts, where => {
      let parts: ImportPart[] = [created('0', null)]
      for (const { at, middle } of where) {
        const chosen = parts[at % parts.length]
        const halves = chosen && cut(chosen, { ...sample, middle: String(middle), highest: '1001' }, 1)
        if (halves) parts = parts.flatMap(part => (part === chosen ? halves : [part]))
      }
      for (let number = 0n; number <= 1_100n; number += 7n) {
        const holding = parts.filter(
          part =>
            part.by === 'created' && BigInt(part.from) <= number && (part.to === null || number <= BigInt(part.to)),
        )
        expect(holding).toHaveLength(1)
      }
    })
    fc.assert(property, { numRuns: 200, seed: 20 })
  })
})

test('new units follow the others', () => {
  const { kind, scope, root: start, rootDn, part } = unit(1)
  const added = { kind, scope, root: start, rootDn, part }
  expect(numbered([unit(2), unit(7)], [added, added]).map(each => each.number)).toEqual([8, 9])
  expect(numbered([], [added]).map(each => each.number)).toEqual([1])
})

test('a scope’s proof is that of its parts, its root counted once; what was read again is counted as changed', () => {
  const units = [
    unit(2, { proof: proof(10) }),
    unit(3, { proof: { ...proof(6), rounds: 2, changedWhileReading: 1 } }),
    unit(4, { scope: 1, proof: proof(3) }),
    closing(5, '9', { proof: proof(4) }),
    closing(6, '9', { scope: 1 }),
  ]
  expect(proofsOf(units)).toMatchObject([
    { objects: 15, people: 14, pages: 3, rounds: 2, changedWhileReading: 4 },
    { objects: 3, people: 2, pages: 2, rounds: 1, changedWhileReading: 0 },
  ])
})

test('a unit without a proof proves nothing', () => {
  expect(() => proofsOf([unit(1, { proof: null })])).toThrow(RangeError)
})
