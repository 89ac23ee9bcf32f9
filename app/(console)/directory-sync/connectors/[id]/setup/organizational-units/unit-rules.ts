import type { NewUnits, OrganizationalUnitRule } from '@/lib/settings/organizational-units'

export type Rules = readonly OrganizationalUnitRule[]

/** Where a unit stands in the tree; `ancestors` are anchors, the nearest first. */
export type UnitPlace = { anchor: string; dn: string; ancestors: readonly string[] }

/** What a checkbox shows. */
export type UnitState = 'in' | 'out' | 'partly'

/** True when the nearest rule on the way up includes; no rule = not included. */
export function isIncluded(rules: Rules, { anchor, ancestors }: Pick<UnitPlace, 'anchor' | 'ancestors'>): boolean {
  for (const place of [anchor, ...ancestors]) {
    const rule = rules.find(candidate => candidate.anchor === place)
    if (rule) return rule.effect === 'include'
  }
  return false
}

/** What applies to a unit when it has no rule of its own. */
const inherited = (rules: Rules, { ancestors: [parent, ...above] }: UnitPlace): boolean =>
  parent === undefined ? false : isIncluded(rules, { anchor: parent, ancestors: above })

/**
 * The rules below a unit, found by their DN: for display and for clearing only, never for deciding about people. The tree
 * is not enumerated, so a rule may belong to a unit that nobody has opened yet.
 */
export const rulesBelow = (rules: Rules, { dn }: Pick<UnitPlace, 'dn'>): Rules =>
  rules.filter(rule => rule.dn.toLowerCase().endsWith(`,${dn.toLowerCase()}`))

/** The rules below a unit that say something else than the unit itself. */
export function exceptionsBelow(rules: Rules, place: UnitPlace): Rules {
  const included = isIncluded(rules, place)
  return rulesBelow(rules, place).filter(rule => (rule.effect === 'include') !== included)
}

export function unitState(rules: Rules, place: UnitPlace): UnitState {
  if (exceptionsBelow(rules, place).length > 0) return 'partly'
  return isIncluded(rules, place) ? 'in' : 'out'
}

/**
 * Includes or excludes a unit and everything below it. A rule is only kept where it says something else than what is
 * inherited. `keep` leaves the exceptions below as they are.
 */
export function setUnit(rules: Rules, place: UnitPlace, include: boolean, keep: Rules = []): Rules {
  const below = new Set(rulesBelow(rules, place).map(rule => rule.anchor))
  const kept = new Set(keep.map(rule => rule.anchor))
  const others = rules.filter(
    rule => rule.anchor !== place.anchor && (!below.has(rule.anchor) || kept.has(rule.anchor)),
  )
  if (inherited(others, place) === include) return others
  return [...others, { anchor: place.anchor, dn: place.dn, effect: include ? 'include' : 'exclude' }]
}

/** Says what becomes of units that are created later below an included unit; null = what holds for all of them. */
export function setNewUnits(rules: Rules, anchor: string, newUnits: NewUnits | null): Rules {
  return rules.map(rule => {
    if (rule.anchor !== anchor || rule.effect !== 'include') return rule
    const { newUnits: _, ...others } = rule
    return newUnits === null ? others : { ...others, newUnits }
  })
}

/** How many units say something of their own about it. */
export const ownNewUnits = (rules: Rules): number => rules.filter(({ newUnits }) => newUnits !== undefined).length
