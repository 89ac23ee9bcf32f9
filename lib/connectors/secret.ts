import type { ConnectionSettings } from '@/lib/settings/connection'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { readSecret, type SealedSecret, type SecretName } from '@/lib/store/secrets'
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
  const order: SecretName[] = ['bind-password-draft', 'bind-password']
  for (const name of prefer === 'draft' ? order : order.reverse()) {
    const secret = await readSecret(tx, connectorId, name)
    if (secret?.target === target) return secret
  }
  return null
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
