import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Anchor } from '@/lib/directory/anchor'
import { env } from '@/lib/env'
import { type Claim, settleAddresses } from './settle-addresses'
import { anchorOf } from './testing/builders'

const seed = 4242
const numRuns = 2_000 * env().ENROLLMENT_TEST_RUNS

/** Person `n` has account `a<n>`. */
const claim = (number: number, waitsFor: number, isNew = false): Claim => ({
  anchor: anchorOf(number),
  accountId: isNew ? null : `a${number}`,
  waitsFor: `a${waitsFor}`,
})
const settled = (claims: Claim[], leaves: number[] = []) =>
  Object.fromEntries(settleAddresses(claims, new Set(leaves.map(number => `a${number}`))))

describe('who gets an address that another account has', () => {
  test('whoever waits for one that moves away, however long the chain is', () =>
    expect(settled([claim(1, 2), claim(2, 3), claim(3, 4)], [4])).toEqual({
      [anchorOf(1)]: anchorOf(3),
      [anchorOf(2)]: anchorOf(3),
      [anchorOf(3)]: anchorOf(3),
    }))
  test('all who wait for one another in a circle, and whoever waits for one of them', () =>
    expect(settled([claim(5, 6, true), claim(9, 7), claim(7, 6), claim(6, 9)])).toEqual(
      Object.fromEntries([5, 6, 7, 9].map(number => [anchorOf(number), anchorOf(6)])),
    ))
  test('nobody who waits for somebody who stays, and nobody who waits for those', () =>
    expect(settled([claim(1, 2), claim(2, 3)])).toEqual({}))
})

/** People, of whom some want the address that another has, some a free one, and some nothing. */
const company = fc
  .record({
    people: fc.integer({ min: 2, max: 12 }),
    wishes: fc.array(fc.oneof(fc.nat(11), fc.constantFrom('free' as const, 'stays' as const)), {
      minLength: 12,
      maxLength: 12,
    }),
  })
  .map(({ people, wishes }) => {
    // Nobody wants what somebody else wants: that is a problem of both before it comes to this.
    const wanted = new Set<number>()
    return wishes.slice(0, people).map((wish, number) => {
      if (typeof wish !== 'number') return wish
      if (wish >= people || wish === number || wanted.has(wish)) return 'stays'
      wanted.add(wish)
      return wish
    })
  })

test('addresses that pass from one to another end where the directory says, in one pass and in any order', () => {
  let circles = 0
  const property = fc.property(company, fc.boolean(), (wishes, backwards) => {
    const claims = wishes.flatMap((wish, number) => (typeof wish === 'number' ? [claim(number, wish)] : []))
    const leaves = new Set(wishes.flatMap((wish, number) => (wish === 'free' ? [`a${number}`] : [])))
    const groups = settleAddresses(backwards ? claims.toReversed() : claims, leaves)
    expect(new Map([...groups].sort())).toEqual(new Map([...settleAddresses(claims, leaves)].sort()))
    const after = addressesAfter(wishes, groups)
    expect(new Set(after).size).toBe(after.length)
    for (const [number, wish] of wishes.entries())
      if (typeof wish === 'number') expect(after[number] === wish).toBe(canMove(wishes, number))
    if (wishes.some((_, number) => canMove(wishes, number) && !leadsOut(wishes, number))) circles += 1
  })
  fc.assert(property, { numRuns, seed, plugins: [fc.unbiased()] })
  expect(circles).toBeGreaterThan(numRuns / 100)
})

type Wishes = readonly (number | 'free' | 'stays')[]

const addressesAfter = (wishes: Wishes, groups: ReadonlyMap<Anchor, Anchor>) =>
  wishes.map((wish, number) => {
    if (wish === 'free') return `free ${number}`
    return typeof wish === 'number' && groups.has(anchorOf(number)) ? wish : number
  })

/** Where one comes to by going from wish to wish; a number when it never ends. */
function endOf(wishes: Wishes, start: number): Wishes[number] | undefined {
  let at: Wishes[number] | undefined = start
  for (let steps = 0; steps <= wishes.length && typeof at === 'number'; steps++) at = wishes[at]
  return at
}
/** The model: nobody on the way stays. */
const canMove = (wishes: Wishes, start: number) => endOf(wishes, start) !== 'stays'
const leadsOut = (wishes: Wishes, start: number) => endOf(wishes, start) === 'free'
