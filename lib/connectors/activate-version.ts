import { sampleBaseDn } from '@/lib/sample-directory/settings'
import { readVersion, updateConnector } from '@/lib/store/connectors'
import { dropSampleLicense } from '@/lib/store/licenses'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { promoteSecret, readSecret } from '@/lib/store/secrets'
import { secretTarget } from './target'

/**
 * Makes a prepared version the live one, and the draft's password with it when it was typed for this version's target.
 * Seats that came with the sample company do not limit a company's own directory.
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
  if (stored.settings.connection.baseDn !== sampleBaseDn) await dropSampleLicense(tx)
  await updateConnector(tx, connectorId, { version, state: 'active' })
}
