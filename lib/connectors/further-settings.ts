import { FurtherSettings } from '@/lib/settings/connector'
import { readConnector, readVersion } from '@/lib/store/connectors'
import type { OrganizationTransaction } from '@/lib/store/organization'

/** What a connector's draft says, and where it says nothing the version before it. */
export async function furtherSettings(tx: OrganizationTransaction, connectorId: string): Promise<FurtherSettings> {
  const draft = (await readConnector(tx, connectorId))?.draft
  return FurtherSettings.parse({ ...(await readVersion(tx, connectorId, 'newest'))?.settings, ...draft })
}
