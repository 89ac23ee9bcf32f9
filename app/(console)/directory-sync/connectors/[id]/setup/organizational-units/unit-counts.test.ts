import fc from 'fast-check'
import { expect, test } from 'vitest'
import { env } from '@/lib/env'
import { comparePeople, countPeople } from './unit-counts'
import type { Rules } from './unit-rules'

const unit = (anchor: string, dn: string, peopleBelow: number) => ({ anchor, dn, peopleBelow })
const domain = unit('domain', 'DC=example,DC=com', 500)
const sales = unit('sales', 'OU=Sales\\, all,DC=example,DC=com', 100)
const emea = unit('emea', 'OU=EMEA,OU=SALES\\, all,dc=example,dc=com', 30)
const legal = unit('legal', 'OU=Legal,DC=example,DC=com', 20)
const known = new Map([domain, sales, emea].map(one => [one.anchor, one]))
const find = (anchor: string) => known.get(anchor)
const rule = ({ anchor, dn }: typeof sales, effect: 'include' | 'exclude' = 'include') => ({ anchor, dn, effect })

test('people are counted from the units that rules name, and not guessed where one was not counted', () => {
  const rules = [rule(sales), rule(emea, 'exclude')]
  expect(countPeople(rules, find)).toBe(70)
  expect(countPeople([...rules, rule(legal)], find)).toBeNull()
})

test('a unit that the directory does not show brings nobody in', () => {
  expect(countPeople([rule(sales), rule(legal)], anchor => known.get(anchor) ?? null)).toBe(100)
})

test('whom a choice loses and whom it gains is told apart', () => {
  expect(comparePeople([rule(sales)], [rule(emea)], find)).toEqual({ gained: 0, lost: 70 })
  expect(comparePeople([rule(emea)], [rule(domain), rule(sales, 'exclude')], find)).toEqual({ gained: 400, lost: 30 })
  expect(comparePeople([rule(domain)], [], find)).toEqual({ gained: 0, lost: 500 })
})

type Placed = { anchor: string; dn: string; people: number; peopleBelow: number; above: string[] }

/** Units with the people directly inside; each but the first stands in one of those before it. */
const units = fc
  .array(fc.record({ people: fc.nat(9), place: fc.nat() }), { minLength: 1, maxLength: 12 })
  .map(drawn => {
    const placed: Placed[] = []
    for (const [at, { people, place }] of drawn.entries()) {
      const parent = placed[place % at]
      const above = parent ? [parent.anchor, ...parent.above] : []
      const dn = parent ? `OU=u${at},${parent.dn}` : 'DC=example,DC=com'
      placed.push({ anchor: String(at), dn, people, peopleBelow: people, above })
      for (const unit of placed) if (above.includes(unit.anchor)) unit.peopleBelow += people
    }
    return placed
  })

const included = (rules: Rules, { anchor, above }: Placed): boolean =>
  [anchor, ...above].map(place => rules.find(one => one.anchor === place)).find(one => one !== undefined)?.effect ===
  'include'

test('it is the sum over all units of whoever is decided otherwise', () => {
  const effects = fc.infiniteStream(fc.constantFrom<'include' | 'exclude' | null>('include', 'exclude', null, null))
  let apart = 0
  fc.assert(
    fc.property(units, effects, effects, (placed, first, second) => {
      const [before = [], after = []] = [first, second].map(stream =>
        placed.flatMap(({ anchor, dn }): Rules => {
          const effect = stream.next().value
          return effect ? [{ anchor, dn, effect }] : []
        }),
      )
      const byAnchor = new Map(placed.map(one => [one.anchor, one]))
      const changed = (was: boolean) =>
        placed
          .filter(one => included(before, one) === was && included(after, one) !== was)
          .reduce((sum, { people }) => sum + people, 0)
      const expected = { gained: changed(false), lost: changed(true) }
      if (expected.gained > 0 && expected.lost > 0) apart++
      expect(comparePeople(before, after, anchor => byAnchor.get(anchor))).toEqual(expected)
    }),
    { numRuns: 100 * env().ENROLLMENT_TEST_RUNS, seed: 20_261_129 },
  )
  expect(apart).toBeGreaterThan(5)
})
