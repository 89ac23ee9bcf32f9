import { recordAudit } from '@/lib/audit/record'
import { done, type Outcome, refused } from '@/lib/outcome'
import type { ConnectorDraft } from '@/lib/settings/connector'
import { lockConnector, updateConnector } from '@/lib/store/connectors'
import { inOrganization } from '@/lib/store/organization'
import type { Actor } from './actor'

/** Puts parts into a connector's draft and records it; what is left out stays as it is. Fault: `connector-unknown`. */
export function saveDraft(
  organizationId: string,
  actor: Actor,
  connectorId: string,
  { part, event, details }: { part: Partial<ConnectorDraft>; event: string; details: Record<string, unknown> },
): Promise<Outcome<null>> {
  return inOrganization(organizationId, async tx => {
    const connector = await lockConnector(tx, connectorId)
    if (!connector) return refused('connector-unknown')
    await updateConnector(tx, connectorId, { draft: { ...connector.draft, ...part } })
    await recordAudit(tx, { actor, event, target: { kind: 'connector', id: connectorId }, details })
    return done(null)
  })
}
