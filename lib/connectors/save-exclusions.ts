import type { Fault, Outcome } from '@/lib/outcome'
import { ExclusionSettings } from '@/lib/settings/exclusions'
import { patternFault } from '@/lib/sync/match-value'
import type { Actor } from './actor'
import { faultsOf } from './faults'
import { saveDraft } from './save-draft'

/**
 * Stores the exclusions of a draft. Faults: `connector-unknown`, those of `ExclusionSettings`, and
 * `exclusion-pattern-invalid` with RE2's own words for what is wrong with the pattern.
 */
export async function saveExclusions(
  organizationId: string,
  actor: Actor,
  connectorId: string,
  settings: unknown,
): Promise<Outcome<null>> {
  const parsed = ExclusionSettings.safeParse(settings)
  if (!parsed.success) return { ok: false, faults: faultsOf(parsed.error, 'exclusions') }
  const faults = patternFaults(parsed.data)
  if (faults.length > 0) return { ok: false, faults }
  const { incoming, protected: guarded } = parsed.data
  return saveDraft(organizationId, actor, connectorId, {
    part: { exclusions: parsed.data },
    event: 'connector.exclusions-saved',
    details: { incoming: incoming.length, accounts: guarded.accounts.length, rules: guarded.rules.length },
  })
}

function patternFaults({ incoming, protected: guarded }: ExclusionSettings): Fault[] {
  const lists = [
    { path: 'exclusions.incoming', rules: incoming },
    { path: 'exclusions.protected.rules', rules: guarded.rules },
    { path: 'exclusions.protected.groupRules', rules: guarded.groupRules },
  ]
  return lists.flatMap(({ path, rules }) =>
    rules.flatMap(({ match, values }, index) => {
      const reason = match === 'pattern' ? patternFault(values[0] ?? '') : null
      return reason === null
        ? []
        : [{ code: 'exclusion-pattern-invalid', args: { reason }, path: `${path}.${index}.values` }]
    }),
  )
}
