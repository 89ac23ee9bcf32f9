import type { Rules } from './unit-rules'

/** A unit that rules name, where it stands now and how many people are below it. */
type CountedUnit = { dn: string; peopleBelow: number }

/** undefined = nobody has asked yet; null = the directory shows no such unit, so it brings nobody in. */
type Find = (anchor: string) => CountedUnit | null | undefined

/** How many people another choice takes in, and how many it leaves out; null = not known. */
export type PeopleApart = { gained: number; lost: number } | null

/** How many people the rules include; null when one of their units has not been counted. */
export const countPeople = (rules: Rules, find: Find): number | null => comparePeople([], rules, find)?.gained ?? null

/**
 * How many people two choices of units differ by, from the counts of the units that either of them names: between those units
 * nothing is decided, so whoever stands in one and in none further in shares its fate. Units stand in each other as their DNs
 * say, for counting only and never for deciding about people.
 */
export function comparePeople(before: Rules, after: Rules, find: Find): PeopleApart {
  const anchors = [...new Set([...before, ...after].map(({ anchor }) => anchor))]
  const found = anchors.map(anchor => ({ anchor, unit: find(anchor) }))
  if (found.some(({ unit }) => unit === undefined)) return null
  const named = found.flatMap(({ anchor, unit }) => (unit ? [{ anchor, ...unit, own: unit.peopleBelow }] : []))
  const byName = new Map(named.map(unit => [unit.dn.toLowerCase(), unit]))
  const around = (dn: string) => namesAround(dn).flatMap(name => byName.get(name) ?? [])
  for (const { dn, peopleBelow } of named) {
    const nearest = around(dn)[0]
    if (nearest) nearest.own -= peopleBelow
  }
  const effects = [before, after].map(rules => new Map(rules.map(({ anchor, effect }) => [anchor, effect])))
  const apart = { gained: 0, lost: 0 }
  for (const unit of named) {
    const places = [unit, ...around(unit.dn)].map(({ anchor }) => anchor)
    const [was, is] = effects.map(rules => places.map(place => rules.get(place)).find(Boolean) === 'include')
    if (is && !was) apart.gained += unit.own
    if (was && !is) apart.lost += unit.own
  }
  return apart
}

/** What stands around a name, the nearest first. Where a comma is part of a name, what follows it names nothing. */
function namesAround(dn: string): string[] {
  const name = dn.toLowerCase()
  return [...name.matchAll(/,/g)].map(({ index }) => name.slice(index + 1))
}
