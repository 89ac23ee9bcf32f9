import type { Fault, Outcome } from '@/lib/outcome'
import { ExclusionSettings } from '@/lib/settings/exclusions'
import { isRefusedAttribute } from '@/lib/settings/mapping'
import { inOrganization } from '@/lib/store/organization'
import { patternFault } from '@/lib/sync/match-value'
import type { Actor } from './actor'
import { faultsOf } from './faults'
import { furtherSettings } from './further-settings'
import { saveDraft } from './save-draft'
import type { Seen } from './step-shown'

/**
 * Stores the exclusions of a draft. Faults: `connector-unknown`, `step-changed`, those of `ExclusionSettings`, `exclusion-field-refused`, and
 * `exclusion-pattern-invalid` with RE2's own words for what is wrong with the pattern.
 */
export async function saveExclusions(
  organizationId: string,
  actor: Actor,
  connectorId: string,
  settings: unknown,
  seen?: Seen,
): Promise<Outcome<null>> {
  const parsed = ExclusionSettings.safeParse(settings)
  if (!parsed.success) return { ok: false, faults: faultsOf(parsed.error, 'exclusions') }
  const faults = exclusionFaults(parsed.data)
  if (faults.length > 0) return { ok: false, faults }
  const { incoming, protected: guarded } = parsed.data
  return saveDraft(organizationId, actor, connectorId, {
    part: { exclusions: parsed.data },
    event: 'connector.exclusions-saved',
    details: { incoming: incoming.length, accounts: guarded.accounts.length, rules: guarded.rules.length },
    seen,
  })
}

/**
 * Stores one kind of the exclusions as somebody made it on screen, and leaves the other as it is. Faults: as `saveExclusions`,
 * and `exclusion-reason-missing`.
 */
export async function saveExclusionPart(
  organizationId: string,
  actor: Actor,
  connectorId: string,
  part: { incoming: unknown } | { protected: unknown },
  seen?: Seen,
): Promise<Outcome<null>> {
  const { exclusions } = await inOrganization(organizationId, tx => furtherSettings(tx, connectorId))
  const made = { ...exclusions, ...part }
  const parsed = ExclusionSettings.safeParse(made)
  const faults = parsed.success ? missingReasons(exclusions, parsed.data) : []
  return faults.length > 0 ? { ok: false, faults } : saveExclusions(organizationId, actor, connectorId, made, seen)
}

/** Whoever excludes people says why. What was there without a reason before stays as it is. */
function missingReasons(before: ExclusionSettings, after: ExclusionSettings): Fault[] {
  const known = new Set(aboutPeople(before).map(({ id }) => id))
  return aboutPeople(after)
    .filter(({ id, reason }) => reason === undefined && !known.has(id))
    .map(({ path }) => ({ code: 'exclusion-reason-missing', args: {}, path: `${path}.reason` }))
}

const aboutPeople = ({ incoming, protected: { accounts, rules } }: ExclusionSettings) => [
  ...incoming.map(({ id, reason }, at) => ({ id, reason, path: `exclusions.incoming.${at}` })),
  ...accounts.map(({ accountId, reason }, at) => ({
    ...{ id: accountId, reason },
    path: `exclusions.protected.accounts.${at}`,
  })),
  ...rules.map(({ id, reason }, at) => ({ id, reason, path: `exclusions.protected.rules.${at}` })),
]

/** Patterns that are none, and attributes that are never read, each at its rule. */
export function exclusionFaults({ incoming, protected: guarded }: ExclusionSettings): Fault[] {
  const lists = [
    { path: 'exclusions.incoming', rules: incoming },
    { path: 'exclusions.protected.rules', rules: guarded.rules },
    { path: 'exclusions.protected.groupRules', rules: guarded.groupRules },
  ]
  const refused = incoming.flatMap(({ field }, index) =>
    isRefusedAttribute(field)
      ? [{ code: 'exclusion-field-refused', args: {}, path: `exclusions.incoming.${index}.field` }]
      : [],
  )
  const patterns = lists.flatMap(({ path, rules }) =>
    rules.flatMap(({ match, values }, index) => {
      const reason = match === 'pattern' ? patternFault(values[0] ?? '') : null
      return reason === null
        ? []
        : [{ code: 'exclusion-pattern-invalid', args: { reason }, path: `${path}.${index}.values` }]
    }),
  )
  return [...refused, ...patterns]
}
