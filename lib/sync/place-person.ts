import type { Anchor } from '@/lib/directory/anchor'
import type { NewUnits, OrganizationalUnitRule, OrganizationalUnitSettings } from '@/lib/settings/organizational-units'
import type { AccountKind } from './account-kind'
import type { Verdict } from './inclusion/compile-inclusion'

/** Whether a unit is included, or why what stands in it is not in scope. */
export type UnitPlacement = 'in' | 'not-in-scope' | 'unit-unreadable' | 'new-unit-undecided' | 'new-unit-excluded'

/** Whether a person is in scope, or why not (a skip reason). */
export type Placement =
  | UnitPlacement
  | 'list-members-unknown'
  | 'not-matching-inclusion-rule'
  | AccountKind
  | 'excluded'

/** Where a placement says that somebody stands outside of what was chosen, as was seen: evidence for leaving. */
export const isOutside = (placement: Placement | 'unknown'): boolean =>
  placement === 'not-in-scope' || placement === 'new-unit-excluded' || placement === 'not-matching-inclusion-rule'

/** The units above somebody, as anchors: a renamed or moved unit keeps its rule. */
export type Ancestry = {
  /** Nearest first. */
  units: readonly Anchor[]
  /** False when one of them was not read, so that nobody knows what stands above it. */
  whole: boolean
}

/** `unknown`: the members of some list could not be told, so that nobody was seen to be in none. */
export type ListReach = 'reached' | 'not-reached' | 'unknown'

/** The name of the list that a placement rests on: it brings in who stands elsewhere, or nobody knows its members. */
export const listBehind = (
  placement: Placement,
  byUnit: UnitPlacement,
  { reach, list }: { reach: ListReach; list: string | null },
): string | null => {
  const isThrough = reach === 'reached' && byUnit !== 'in'
  return isThrough || placement === 'list-members-unknown' ? list : null
}

/** What decides about a person's place. */
export type Place = {
  ancestry: Ancestry
  settings: OrganizationalUnitSettings
  /** Whether a unit appeared after what is included was decided (see `findNewUnits`). */
  isNew: (unit: Anchor) => boolean
  /** Whether a chosen distribution list brings them in, wherever they stand. */
  reach: ListReach
  /** Whose account stands for no person (see `accountKind`). */
  nobody: AccountKind | null
  /** The inclusion rule is met; undefined, where that cannot be said, is not. */
  matches: Verdict
  /** An incoming exclusion is met. */
  excluded: boolean
}

/**
 * Decides by the nearest rule on the way up. Where the way up is not known as far as a rule, nothing is decided: a rule
 * that could not be seen is not a rule that is not there. Whoever stands in an included unit can still be left out by the
 * inclusion rule, and whoever is in scope be kept out by an exclusion.
 */
export function placePerson({ ancestry, settings, isNew, reach, nobody, matches, excluded }: Place): Placement {
  if (nobody !== null) return nobody
  const placement = placeByList(placeByUnit(ancestry, settings, isNew), reach)
  if (placement !== 'in') return placement
  if (matches !== true) return 'not-matching-inclusion-rule'
  return excluded ? 'excluded' : 'in'
}

/** A list brings people in; that they are in none takes them out only where that was seen. */
function placeByList(placement: UnitPlacement, reach: ListReach): UnitPlacement | 'list-members-unknown' {
  if (reach === 'reached') return 'in'
  return reach === 'unknown' && isOutside(placement) ? 'list-members-unknown' : placement
}

/** What the rules say of whatever stands in a unit, the unit itself among it. */
export function placeByUnit(
  ancestry: Ancestry,
  settings: OrganizationalUnitSettings,
  isNew: Place['isNew'],
): UnitPlacement {
  if (settings.mode === 'none') return 'not-in-scope'
  const governing = governingRule(ancestry.units, settings)
  if (governing === null) return ancestry.whole ? 'not-in-scope' : 'unit-unreadable'
  if (governing.effect === 'exclude') return 'not-in-scope'
  if (governing.newUnits === 'include') return 'in'
  if (ancestry.units.slice(0, governing.at).some(isNew))
    return governing.newUnits === 'ask' ? 'new-unit-undecided' : 'new-unit-excluded'
  return governing.at < ancestry.units.length || ancestry.whole ? 'in' : 'unit-unreadable'
}

/** What applies to a unit or a person: the rule's effect, and what it says of new units between it and them. */
export type Governing = {
  effect: OrganizationalUnitRule['effect']
  newUnits: NewUnits
  /** Index of the rule's unit on the way up; beyond its end where everything is included. */
  at: number
}

/** The nearest rule on the way up; null = none. */
export function governingRule(units: readonly Anchor[], settings: OrganizationalUnitSettings): Governing | null {
  if (settings.mode === 'none') return null
  const { newUnits: usual = 'include' } = settings
  if (settings.mode === 'all') return { effect: 'include', newUnits: usual, at: units.length }
  for (const [at, unit] of units.entries()) {
    const rules = settings.rules.filter(rule => rule.anchor.toLowerCase() === unit)
    // Two rules for one unit contradict each other; the one that keeps people out is the one that can be undone.
    const rule = rules.find(({ effect }) => effect === 'exclude') ?? rules[0]
    if (rule) return { effect: rule.effect, newUnits: strictest(rules, usual), at }
  }
  return null
}

const caution: Record<NewUnits, number> = { include: 0, exclude: 1, ask: 2 }

const strictest = (rules: readonly OrganizationalUnitRule[], usual: NewUnits): NewUnits =>
  rules
    .map(({ newUnits = usual }) => newUnits)
    .reduce((most, next) => (caution[next] > caution[most] ? next : most), 'include')
