import type { Anchor } from '@/lib/directory/anchor'
import type { OrganizationalUnitSettings } from '@/lib/settings/organizational-units'

/** Whether a person is in scope, or why not (a skip reason). */
export type Placement = 'in' | 'not-in-scope' | 'built-in-account' | 'excluded'

/**
 * Decides by the nearest rule on the way up; whoever is in scope can still be kept out by an incoming exclusion.
 * @param ancestors the units above the person, nearest first, as anchors: a renamed or moved unit keeps its rule
 * @param builtIn accounts that Active Directory brings itself never take part (see `mapPerson`)
 * @param excluded an incoming exclusion is met
 */
export function placePerson(
  ancestors: readonly Anchor[],
  settings: OrganizationalUnitSettings,
  builtIn: boolean,
  excluded = false,
): Placement {
  if (builtIn) return 'built-in-account'
  if (nearestEffect(ancestors, settings) === 'exclude') return 'not-in-scope'
  return excluded ? 'excluded' : 'in'
}

function nearestEffect(ancestors: readonly Anchor[], settings: OrganizationalUnitSettings): 'include' | 'exclude' {
  if (settings.mode !== 'chosen') return settings.mode === 'all' ? 'include' : 'exclude'
  for (const ancestor of ancestors) {
    const effects = settings.rules.filter(rule => rule.anchor.toLowerCase() === ancestor).map(rule => rule.effect)
    // Two rules for one unit contradict each other; the one that keeps people out is the one that can be undone.
    if (effects.length > 0) return effects.includes('exclude') ? 'exclude' : 'include'
  }
  return 'exclude'
}
