import { recordAudit } from '@/lib/audit/record'
import { done, type Outcome, refused } from '@/lib/outcome'
import { readAgent } from '@/lib/store/agents'
import { lockConnector, updateConnector } from '@/lib/store/connectors'
import { inOrganization } from '@/lib/store/organization'
import type { Actor } from './actor'

/**
 * Has a connector set in the portal again, as it stands; no agent sets it before an administrator lets them. The name is
 * typed. Faults: `connector-unknown`, `connector-not-managed`, `take-back-name-different`.
 */
export function takeBackConfiguration(
  organizationId: string,
  actor: Actor,
  connectorId: string,
  typedName: string,
): Promise<Outcome<null>> {
  return inOrganization(organizationId, async tx => {
    const connector = await lockConnector(tx, connectorId)
    if (!connector) return refused('connector-unknown')
    const { name, managedBy } = connector
    if (managedBy === null) return refused('connector-not-managed')
    if (typedName.trim() !== name) return refused('take-back-name-different', { name }, 'name')
    await updateConnector(tx, connectorId, { managedBy: null, managedSince: null, takenBackAt: new Date() })
    await recordAudit(tx, {
      actor,
      event: 'connector.configuration-taken-back',
      target: { kind: 'connector', id: connectorId },
      details: { name, agent: (await readAgent(tx, managedBy))?.name ?? managedBy },
    })
    return done(null)
  })
}

/** Lets agents set a connector again that was taken back from them. Faults: `connector-unknown`. */
export function letAgentsConfigure(organizationId: string, actor: Actor, connectorId: string): Promise<Outcome<null>> {
  return inOrganization(organizationId, async tx => {
    const connector = await lockConnector(tx, connectorId)
    if (!connector) return refused('connector-unknown')
    await updateConnector(tx, connectorId, { takenBackAt: null })
    await recordAudit(tx, {
      actor,
      event: 'connector.agents-may-configure',
      target: { kind: 'connector', id: connectorId },
      details: { name: connector.name },
    })
    return done(null)
  })
}
