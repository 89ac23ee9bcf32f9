import { recordAudit } from '@/lib/audit/record'
import { done, type Outcome, refused } from '@/lib/outcome'
import { MappingSettings } from '@/lib/settings/mapping'
import { lockConnector, updateConnector } from '@/lib/store/connectors'
import { inOrganization } from '@/lib/store/organization'
import { mappingFaults } from '@/lib/sync/check-mapping'
import type { Actor } from './actor'
import { faultsOf } from './faults'

/**
 * Stores the mapping of a draft. Faults: `connector-unknown`, those of `MappingSettings` and those of `mappingFaults`,
 * each with the path of its field; those of expressions with line and column.
 * @param attributes of the directory's schema; null = they are not known, and none is refused for being unknown
 */
export async function saveMapping(
  organizationId: string,
  actor: Actor,
  connectorId: string,
  settings: unknown,
  attributes: readonly string[] | null = null,
): Promise<Outcome<null>> {
  const parsed = MappingSettings.safeParse(settings)
  if (!parsed.success) return { ok: false, faults: faultsOf(parsed.error, 'mapping') }
  const faults = mappingFaults(parsed.data, attributes)
  if (faults.length > 0) return { ok: false, faults }
  return inOrganization(organizationId, async tx => {
    const connector = await lockConnector(tx, connectorId)
    if (!connector) return refused('connector-unknown')
    await updateConnector(tx, connectorId, { draft: { ...connector.draft, mapping: parsed.data } })
    const { fields, custom } = parsed.data
    const expressions = [...Object.values(fields), ...custom].filter(
      field => 'source' in field && field.source.kind === 'expression',
    )
    await recordAudit(tx, {
      actor,
      event: 'connector.mapping-saved',
      target: { kind: 'connector', id: connectorId },
      details: { custom: custom.length, expressions: expressions.length, e164: String(parsed.data.telephone.e164) },
    })
    return done(null)
  })
}
