import type { Anchor } from '@/lib/directory/anchor'
import type { OrganizationalUnitRule, OrganizationalUnitSettings } from '@/lib/settings/organizational-units'

/** Whether a person is in scope, or why not (a skip reason). */
export type Placement = 'in' | 'not-in-scope' | 'unit-unreadable' | 'built-in-account' | 'excluded'

/** The units above somebody, as anchors: a renamed or moved unit keeps its rule. */
export type Ancestry = {
  /** Nearest first. */
  units: readonly Anchor[]
  /** False when one of them was not read, so that nobody knows what stands above it. */
  whole: boolean
}

/**
 * Decides by the nearest rule on the way up. Where the way up is not known as far as a rule, nothing is decided: a rule
 * that could not be seen is not a rule that is not there. Whoever is in scope can still be kept out by an exclusion.
 * @param builtIn accounts that Active Directory brings itself never take part (see `mapPerson`)
 * @param excluded an incoming exclusion is met
 */
export function placePerson(
  ancestry: Ancestry,
  settings: OrganizationalUnitSettings,
  builtIn: boolean,
  excluded = false,
): Placement {
  const within = excluded ? 'excluded' : 'in'
  if (builtIn) return 'built-in-account'
  if (settings.mode !== 'chosen') return settings.mode === 'all' ? within : 'not-in-scope'
  const effect = nearestEffect(ancestry.units, settings.rules)
  if (effect === null) return ancestry.whole ? 'not-in-scope' : 'unit-unreadable'
  return effect === 'include' ? within : 'not-in-scope'
}

function nearestEffect(
  units: readonly Anchor[],
  rules: readonly OrganizationalUnitRule[],
): OrganizationalUnitRule['effect'] | null {
  for (const unit of units) {
    const effects = rules.filter(rule => rule.anchor.toLowerCase() === unit).map(rule => rule.effect)
    // Two rules for one unit contradict each other; the one that keeps people out is the one that can be undone.
    if (effects.length > 0) return effects.includes('exclude') ? 'exclude' : 'include'
  }
  return null
}
