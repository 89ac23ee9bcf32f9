import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Anchor } from '@/lib/directory/anchor'
import { env } from '@/lib/env'
import type { NewUnits, OrganizationalUnitSettings } from '@/lib/settings/organizational-units'
import { findNewUnits, highestNew, type KnownUnits, type ReadUnits } from './new-units'
import { placePerson } from './place-person'
import { anchorOf } from './testing/builders'

/** Units by number, each with the number of its parent; the one without is the root of what was read. */
type Tree = Record<number, number | null>

function readOf(tree: Tree): ReadUnits {
  const root = Number(Object.keys(tree).find(unit => tree[Number(unit)] === null))
  return {
    units: Object.keys(tree).map(unit => anchorOf(Number(unit))),
    roots: [anchorOf(root)],
    ancestry: unit => ancestryIn(tree, unit),
  }
}

function ancestryIn(tree: Tree, unit: Anchor) {
  const units: Anchor[] = []
  let at: number | null | undefined = Object.keys(tree)
    .map(Number)
    .find(number => anchorOf(number) === unit)
  for (; at !== null && at !== undefined; at = tree[at]) units.push(anchorOf(at))
  return { units, whole: at === null }
}

const all = (newUnits: NewUnits): OrganizationalUnitSettings => ({ mode: 'all', newUnits })
const rule = (unit: number, newUnits?: NewUnits) => ({
  ...{ anchor: anchorOf(unit), dn: '', effect: 'include' as const },
  ...(newUnits ? { newUnits } : {}),
})
const exclude = (unit: number) => ({ anchor: anchorOf(unit), dn: '', effect: 'exclude' as const })
const nothing: KnownUnits = new Map()

/** A run of its own: what is new in this read, and what is known after it. */
function judge(tree: Tree, settings: OrganizationalUnitSettings, before: KnownUnits, shown?: Tree) {
  const read = readOf(tree)
  const { added, known } = findNewUnits(read, settings, before, new Set(shown ? readOf(shown).units : read.units))
  return { added: [...added.keys()], known: new Map([...before, ...known]) }
}

describe('a unit is new when it appeared below what is included after that was decided', () => {
  const company: Tree = { 1: null, 2: 1, 3: 1 }
  const settings = all('ask')
  const first = judge(company, settings, nothing)

  test('what the first read shows is there already', () => expect(first.added).toEqual([]))
  test('what comes later is new, and everything below it', () =>
    expect(judge({ ...company, 4: 2, 5: 4 }, settings, first.known).added).toEqual([anchorOf(4), anchorOf(5)]))
  test('it stays new until a rule of its own decides', () => {
    const second = judge({ ...company, 4: 2 }, settings, first.known)
    expect(judge({ ...company, 4: 2 }, settings, second.known).added).toEqual([anchorOf(4)])
    const decided: OrganizationalUnitSettings = { mode: 'chosen', rules: [rule(1, 'ask'), rule(4)] }
    expect(judge({ ...company, 4: 2, 5: 4 }, decided, second.known).added).toEqual([])
  })
  test('a unit that moved is the same one', () =>
    expect(judge({ 1: null, 2: 3, 3: 1 }, settings, first.known).added).toEqual([]))
  test('a unit that moves into a new one is known, and the new one above it is not', () => {
    const tree: Tree = { 1: null, 4: 1, 2: 4, 3: 1 }
    expect(judge(tree, settings, first.known).added).toEqual([anchorOf(4)])
    expect(highestNew(ancestryIn(tree, anchorOf(2)).units, unit => unit === anchorOf(4))).toBe(anchorOf(4))
  })
  test('what was created between the plan that was looked at and its execution is new', () =>
    expect(judge({ ...company, 4: 1 }, settings, nothing, company).added).toEqual([anchorOf(4)]))
  test('what was included by itself meanwhile is not new afterwards', () => {
    const meanwhile = judge({ ...company, 4: 2 }, all('include'), first.known)
    expect(judge({ ...company, 4: 2 }, settings, meanwhile.known).added).toEqual([])
  })
})

describe('each rule has its own beginning', () => {
  test('what stands below a rule that is read for the first time is not new', () => {
    const sales = judge({ 1: null, 2: 1 }, { mode: 'chosen', newUnits: 'ask', rules: [rule(1)] }, nothing)
    const both: OrganizationalUnitSettings = { mode: 'chosen', newUnits: 'ask', rules: [rule(1), rule(7)] }
    const read: ReadUnits = {
      units: [1, 2, 7, 8, 9].map(anchorOf),
      roots: [anchorOf(1), anchorOf(7)],
      ancestry: unit => ancestryIn({ 1: null, 2: 1, 9: 1, 7: null, 8: 7 }, unit),
    }
    expect([...findNewUnits(read, both, sales.known, new Set(read.units)).added.keys()]).toEqual([anchorOf(9)])
  })
  test('a rule says what becomes of its own, whatever is usual', () => {
    const settings: OrganizationalUnitSettings = { mode: 'chosen', rules: [rule(1, 'ask'), rule(2, 'include')] }
    const first = judge({ 1: null, 2: 1 }, settings, nothing)
    expect(judge({ 1: null, 2: 1, 3: 2, 4: 1 }, settings, first.known).added).toEqual([anchorOf(4)])
  })
  test('below a unit that is excluded nothing is new: it stays out', () => {
    const settings: OrganizationalUnitSettings = { mode: 'chosen', newUnits: 'ask', rules: [rule(1), exclude(2)] }
    const first = judge({ 1: null, 2: 1 }, settings, nothing)
    expect(judge({ 1: null, 2: 1, 3: 2 }, settings, first.known).added).toEqual([])
  })
  test('about a unit below one that could not be read nothing is said', () => {
    const first = judge({ 1: null, 2: 1 }, all('ask'), nothing)
    const { added, known } = findNewUnits(readOf({ 1: null, 4: 3 }), all('ask'), first.known, new Set([anchorOf(4)]))
    expect([...added.keys(), ...known.keys()]).toEqual([anchorOf(1)])
  })
})

const tree = fc
  .array(fc.tuple(fc.nat(7), fc.nat(20)), { minLength: 2, maxLength: 8 })
  .map(
    parents => Object.fromEntries([[0, null], ...parents.map(([above], at) => [at + 1, Math.min(above, at)])]) as Tree,
  )
const policy = fc.constantFrom<NewUnits[]>('include', 'exclude', 'ask')
const rules = fc.uniqueArray(
  fc.record({ unit: fc.nat(8), includes: fc.boolean(), newUnits: fc.option(policy, { nil: undefined }) }),
  { selector: ({ unit }) => unit, maxLength: 4 },
)

test('asking keeps in whoever stood in a known unit, and takes in nobody whom including would not', () => {
  const property = fc.property(tree, fc.array(fc.nat(8)), rules, fc.boolean(), (units, later, chosen, everything) => {
    const settings = (newUnits: NewUnits): OrganizationalUnitSettings =>
      everything
        ? { mode: 'all', newUnits }
        : {
            mode: 'chosen',
            rules: chosen.map(({ unit, includes }) => (includes ? rule(unit, newUnits) : exclude(unit))),
          }
    const first = judge(units, settings('ask'), nothing)
    const grown = {
      ...units,
      ...Object.fromEntries(later.map((above, at) => [100 + at, units[above] === undefined ? 0 : above])),
    }
    const place = (newUnits: NewUnits, unit: number) => {
      const { added } = judge(grown, settings(newUnits), first.known)
      const isNew = (one: Anchor) => added.includes(one)
      const ancestry = ancestryIn(grown, anchorOf(unit))
      return placePerson({
        ancestry,
        settings: settings(newUnits),
        isNew,
        reach: 'not-reached',
        nobody: null,
        matches: true,
        excluded: false,
      })
    }
    for (const unit of Object.keys(grown).map(Number)) {
      const included = place('include', unit)
      const asked = place('ask', unit)
      if (unit < 100 || included !== 'in') expect(asked).toBe(included)
      else expect(asked).toBe('new-unit-undecided')
      expect(place('exclude', unit)).toBe(asked === 'new-unit-undecided' ? 'new-unit-excluded' : asked)
    }
  })
  fc.assert(property, { numRuns: 300 * env().ENROLLMENT_TEST_RUNS, seed: 20270301 })
})
