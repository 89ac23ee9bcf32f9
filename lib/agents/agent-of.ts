import type { Actor } from '@/lib/connectors/actor'
import { readAgent } from '@/lib/store/agents'
import { type Connector, readConnector } from '@/lib/store/connectors'
import type { OrganizationTransaction } from '@/lib/store/organization'
import type { Caller } from './reply'

/** Who asks, as records name them, and the one connector that they may ask about: null when either is gone. */
export async function agentOf(
  tx: OrganizationTransaction,
  { agentId }: Caller,
): Promise<{ actor: Actor & { kind: 'agent' }; connector: Connector } | null> {
  const agent = await readAgent(tx, agentId)
  const connector = agent && !agent.revokedAt ? await readConnector(tx, agent.connectorId) : null
  return agent && connector ? { actor: { kind: 'agent', id: agent.id, name: agent.name }, connector } : null
}
