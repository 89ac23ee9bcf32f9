import { recordAudit } from '@/lib/audit/record'
import { done, type Fault, type Outcome, refused } from '@/lib/outcome'
import { ExclusionSettings } from '@/lib/settings/exclusions'
import { lockConnector, updateConnector } from '@/lib/store/connectors'
import { inOrganization } from '@/lib/store/organization'
import { patternFault } from '@/lib/sync/match-value'
import type { Actor } from './actor'
import { faultsOf } from './faults'

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
  return inOrganization(organizationId, async tx => {
    const connector = await lockConnector(tx, connectorId)
    if (!connector) return refused('connector-unknown')
    await updateConnector(tx, connectorId, { draft: { ...connector.draft, exclusions: parsed.data } })
    const { incoming, protected: guarded } = parsed.data
    await recordAudit(tx, {
      actor,
      event: 'connector.exclusions-saved',
      target: { kind: 'connector', id: connectorId },
      details: { incoming: incoming.length, accounts: guarded.accounts.length, rules: guarded.rules.length },
    })
    return done(null)
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
