import { recordAudit } from '@/lib/audit/record'
import { done, type Outcome, refused } from '@/lib/outcome'
import { JoiningSettings } from '@/lib/settings/joining'
import { lockConnector, updateConnector } from '@/lib/store/connectors'
import { inOrganization } from '@/lib/store/organization'
import type { Actor } from './actor'
import { faultsOf } from './faults'

/** Stores the rules of a draft that link people to accounts. Faults: `connector-unknown`, `join-rule-unknown`, `join-rule-twice`. */
export async function saveJoining(
  organizationId: string,
  actor: Actor,
  connectorId: string,
  settings: unknown,
): Promise<Outcome<null>> {
  const parsed = JoiningSettings.safeParse(settings)
  if (!parsed.success) return { ok: false, faults: faultsOf(parsed.error, 'joining') }
  return inOrganization(organizationId, async tx => {
    const connector = await lockConnector(tx, connectorId)
    if (!connector) return refused('connector-unknown')
    await updateConnector(tx, connectorId, { draft: { ...connector.draft, joining: parsed.data } })
    await recordAudit(tx, {
      actor,
      event: 'connector.joining-saved',
      target: { kind: 'connector', id: connectorId },
      details: parsed.data,
    })
    return done(null)
  })
}
