import { LocalDirectory } from '@/lib/agent-protocol/messages'
import { recordAudit } from '@/lib/audit/record'
import { done, type Outcome, refused } from '@/lib/outcome'
import type { ConnectionSettings } from '@/lib/settings/connection'
import { listAgents } from '@/lib/store/agents'
import { updateConnector } from '@/lib/store/connectors'
import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import type { Actor } from './actor'
import { lockEditable } from './editable'
import { draftHash } from './secret'

/**
 * Takes over into the draft where the connector's agents read: what they were told on their machines, without a password.
 * @param baseDn a place inside of it to read in; null = what the agent was told
 * Faults: `connector-unknown`, `connector-not-agent`, `agent-directory-missing`.
 */
export function saveAgentDirectory(
  organizationId: string,
  actor: Actor,
  connectorId: string,
  baseDn: string | null = null,
): Promise<Outcome<{ hash: string }>> {
  return inOrganization(organizationId, async tx => {
    const locked = await lockEditable(tx, actor, connectorId)
    if (!locked.ok) return locked
    const connector = locked.value
    if (connector.kind !== 'agent') return refused('connector-not-agent')
    const told = await toldDirectory(tx, connectorId)
    if (!told) return refused('agent-directory-missing')
    const connection: ConnectionSettings = { ...told, baseDn: baseDn ?? told.baseDn }
    const hash = await draftHash(tx, connector, connection)
    await updateConnector(tx, connectorId, {
      draft: { ...connector.draft, connection },
      ...(connector.testedHash === hash ? {} : { testedHash: null, testedAt: null }),
    })
    await recordAudit(tx, {
      actor,
      event: 'connector.connection-saved',
      target: { kind: 'connector', id: connectorId },
      details: { name: connector.name, hosts: connection.hosts, baseDn: connection.baseDn, by: 'agent' },
    })
    return done({ hash })
  })
}

/** How the agent reads that was in touch last, of those that were told; null = none was. */
export async function toldDirectory(
  tx: OrganizationTransaction,
  connectorId: string,
): Promise<ConnectionSettings | null> {
  const agents = await listAgents(tx, connectorId)
  const told = agents
    .filter(agent => agent.directory !== null)
    .toSorted((one, other) => (other.lastContactAt?.getTime() ?? 0) - (one.lastContactAt?.getTime() ?? 0))
  const parsed = LocalDirectory.safeParse(told[0]?.directory)
  if (!parsed.success) return null
  const { hosts, security, baseDn, userId } = parsed.data
  return { hosts, security, baseDn, userId, ca: null }
}
