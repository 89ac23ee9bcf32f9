import { readVersion, updateConnector } from '@/lib/store/connectors'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { promoteSecret, readSecret } from '@/lib/store/secrets'
import { secretTarget } from './target'

/**
 * Makes a prepared version the live one, and the draft's password with it when it was typed for this version's target.
 * @throws Error when there is no such version
 */
export async function activateVersion(
  tx: OrganizationTransaction,
  connectorId: string,
  version: number,
): Promise<void> {
  const stored = await readVersion(tx, connectorId, version)
  if (!stored) throw new Error(`Connector ${connectorId} has no version ${version}`)
  const draft = await readSecret(tx, connectorId, 'bind-password-draft')
  if (draft?.target === secretTarget(stored.settings.connection)) await promoteSecret(tx, connectorId)
  await updateConnector(tx, connectorId, { version, state: 'active' })
}
