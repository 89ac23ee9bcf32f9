import { lockConnector, updateConnector } from '@/lib/store/connectors'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { draftHash } from './secret'

/**
 * Notes that the connection with this hash passed every check, when it still is the draft's.
 * @returns false when the draft was changed meanwhile: what was tested is not what would be used
 */
export async function markTested(tx: OrganizationTransaction, connectorId: string, hash: string): Promise<boolean> {
  const connector = await lockConnector(tx, connectorId)
  const connection = connector?.draft.connection
  if (!connector || !connection || (await draftHash(tx, connector, connection)) !== hash) return false
  await updateConnector(tx, connectorId, { testedHash: hash, testedAt: new Date() })
  return true
}
