import { recordAudit } from '@/lib/audit/record'
import { done, type Outcome, refused } from '@/lib/outcome'
import { DistributionListSettings } from '@/lib/settings/distribution-lists'
import { lockConnector, updateConnector } from '@/lib/store/connectors'
import { inOrganization } from '@/lib/store/organization'
import type { Actor } from './actor'
import { faultsOf } from './faults'

/** Stores which distribution lists are followed in a draft. Faults: `connector-unknown` and those of the settings. */
export async function saveDistributionLists(
  organizationId: string,
  actor: Actor,
  connectorId: string,
  settings: unknown,
): Promise<Outcome<null>> {
  const parsed = DistributionListSettings.safeParse(settings)
  if (!parsed.success) return { ok: false, faults: faultsOf(parsed.error, 'distributionLists') }
  const chosen = parsed.data
  return inOrganization(organizationId, async tx => {
    const connector = await lockConnector(tx, connectorId)
    if (!connector) return refused('connector-unknown')
    await updateConnector(tx, connectorId, { draft: { ...connector.draft, distributionLists: chosen } })
    await recordAudit(tx, {
      actor,
      event: 'connector.distribution-lists-saved',
      target: { kind: 'connector', id: connectorId },
      details: chosen.mode === 'chosen' ? { ...chosen, lists: chosen.lists.length } : chosen,
    })
    return done(null)
  })
}
