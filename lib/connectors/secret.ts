import type { ConnectionSettings } from '@/lib/settings/connection'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { readSecrets, type SealedSecret } from '@/lib/store/secrets'
import { connectionHash, secretTarget } from './target'

/**
 * The stored password that was typed for this connection's target, or null. A draft (and a version prepared from it)
 * prefers the draft's password, the live version the live one.
 */
export async function secretFor(
  tx: OrganizationTransaction,
  connectorId: string,
  connection: ConnectionSettings,
  prefer: 'draft' | 'live',
): Promise<SealedSecret | null> {
  const target = secretTarget(connection)
  const fitting = (await readSecrets(tx, connectorId)).filter(secret => secret.target === target)
  const preferred = prefer === 'draft' ? 'bind-password-draft' : 'bind-password'
  const found = fitting.find(({ name }) => name === preferred) ?? fitting[0]
  return found ? { sealed: found.sealed, target: found.target } : null
}

/** The hash of a draft's connection as it stands now. Equal to the connector's `testedHash` = tested. */
export async function draftHash(
  tx: OrganizationTransaction,
  connectorId: string,
  connection: ConnectionSettings,
): Promise<string> {
  const secret = await secretFor(tx, connectorId, connection, 'draft')
  return connectionHash(connection, secret?.sealed ?? null)
}
