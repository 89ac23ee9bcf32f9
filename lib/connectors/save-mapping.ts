import type { Outcome } from '@/lib/outcome'
import { MappingSettings } from '@/lib/settings/mapping'
import { mappingFaults } from '@/lib/sync/check-mapping'
import type { Actor } from './actor'
import { faultsOf } from './faults'
import { saveDraft } from './save-draft'
import type { Seen } from './step-shown'

/**
 * Stores the mapping of a draft. Faults: `connector-unknown`, `step-changed`, those of `MappingSettings` and those of `mappingFaults`,
 * each with the path of its field; those of expressions with line and column.
 * @param attributes of the directory's schema; null = they are not known, and none is refused for being unknown
 */
export async function saveMapping(
  organizationId: string,
  actor: Actor,
  connectorId: string,
  settings: unknown,
  attributes: readonly string[] | null = null,
  seen?: Seen,
): Promise<Outcome<null>> {
  const parsed = MappingSettings.safeParse(settings)
  if (!parsed.success) return { ok: false, faults: faultsOf(parsed.error, 'mapping') }
  const faults = mappingFaults(parsed.data, attributes)
  if (faults.length > 0) return { ok: false, faults }
  const { fields, custom, telephone } = parsed.data
  const expressions = [...Object.values(fields), ...custom].filter(
    field => 'source' in field && field.source.kind === 'expression',
  )
  return saveDraft(organizationId, actor, connectorId, {
    part: { mapping: parsed.data },
    event: 'connector.mapping-saved',
    details: { custom: custom.length, expressions: expressions.length, e164: String(telephone.e164) },
    seen,
  })
}
