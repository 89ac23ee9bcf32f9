import type { ConnectionSettings } from '@/lib/settings/connection'
import type { Connector } from '@/lib/store/connectors'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { readSecrets, type SealedSecret } from '@/lib/store/secrets'
import { connectionHash, secretTarget } from './target'

/** What stands for a password that only the agents' machines have. */
const keptByAgents = 'kept by agents'

/**
 * The stored password that was typed for this connection's target, or null. A draft (and a version prepared from it)
 * prefers the draft's password, the live version the live one. Where agents read, there is nothing to store.
 */
export async function secretFor(
  tx: OrganizationTransaction,
  connector: Pick<Connector, 'id' | 'kind'>,
  connection: ConnectionSettings,
  prefer: 'draft' | 'live',
): Promise<SealedSecret | null> {
  const target = secretTarget(connection)
  if (connector.kind === 'agent') return { sealed: keptByAgents, target }
  const fitting = (await readSecrets(tx, connector.id)).filter(secret => secret.target === target)
  const preferred = prefer === 'draft' ? 'bind-password-draft' : 'bind-password'
  const found = fitting.find(({ name }) => name === preferred) ?? fitting[0]
  return found ? { sealed: found.sealed, target: found.target } : null
}

/** The hash of a draft's connection as it stands now. Equal to the connector's `testedHash` = tested. */
export async function draftHash(
  tx: OrganizationTransaction,
  connector: Pick<Connector, 'id' | 'kind'>,
  connection: ConnectionSettings,
): Promise<string> {
  const secret = await secretFor(tx, connector, connection, 'draft')
  return connectionHash(connection, secret?.sealed ?? null)
}
