import { done, type Outcome, refused } from '@/lib/outcome'
import { readAgent } from '@/lib/store/agents'
import { type Connector, lockConnector } from '@/lib/store/connectors'
import type { OrganizationTransaction } from '@/lib/store/organization'
import type { Actor } from './actor'

/**
 * Locks a connector for whoever sets it. Where that happens on an agent's machine, it happens nowhere else until an
 * administrator takes it back. Faults: `connector-unknown`, `connector-managed`.
 */
export async function lockEditable(
  tx: OrganizationTransaction,
  actor: Actor,
  connectorId: string,
): Promise<Outcome<Connector>> {
  const connector = await lockConnector(tx, connectorId)
  if (!connector) return refused('connector-unknown')
  if (connector.managedBy === null || actor.kind === 'agent') return done(connector)
  const agent = await readAgent(tx, connector.managedBy)
  return refused('connector-managed', { name: connector.name, agent: agent?.name ?? '' })
}
