import { Secret } from '@/lib/directory/secret'
import type { DirectoryTarget } from '@/lib/directory/source'
import type { ConnectionSettings } from '@/lib/settings/connection'
import { type Connector, readConnector, readVersion } from '@/lib/store/connectors'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { openSecret } from '@/lib/store/secrets'
import { secretFor } from './secret'
import { connectionHash, credentialsHash } from './target'

/** Thrown when no stored password was typed for where the settings point; a run ends with this as its fault. */
export class SecretMissing extends Error {
  override readonly name = 'SecretMissing'
  readonly code = 'secret-missing'
}

export type LoadedTarget = {
  connection: ConnectionSettings
  /** For the portal's own reader; null where agents read, whose machines have the password. */
  target: DirectoryTarget | null
  /** Of the connection with its password, as in `draftHash`: what a passed test counts for. */
  hash: string
  /** Of the account with its password: what the directory may have refused. */
  credentials: string
}

/**
 * Where to read and with which password. The password is opened only when it was typed for exactly these hosts, ports,
 * authority and account.
 * @throws SecretMissing when there is none
 * @throws Error when the connector, the version or the draft's connection does not exist
 */
export async function loadTarget(
  tx: OrganizationTransaction,
  connectorId: string,
  version: number | 'draft',
): Promise<LoadedTarget> {
  const connector = await readConnector(tx, connectorId)
  if (!connector) throw new Error(`There is no connector ${connectorId}`)
  const connection = await connectionOf(tx, connector, version)
  const secret = await secretFor(tx, connector, connection, version === connector.version ? 'live' : 'draft')
  if (!secret) throw new SecretMissing('No password was typed for this server')
  const withAgents = connector.kind === 'agent'
  return {
    connection,
    target: withAgents ? null : { connection, password: new Secret(openSecret(tx, connectorId, secret)) },
    hash: connectionHash(connection, secret.sealed),
    credentials: credentialsHash(connection, secret.sealed),
  }
}

async function connectionOf(
  tx: OrganizationTransaction,
  connector: Connector,
  version: number | 'draft',
): Promise<ConnectionSettings> {
  if (version !== 'draft') {
    const stored = await readVersion(tx, connector.id, version)
    if (!stored) throw new Error(`Connector ${connector.id} has no version ${version}`)
    return stored.settings.connection
  }
  if (!connector.draft.connection) throw new Error(`Connector ${connector.id} has no connection yet`)
  return connector.draft.connection
}
