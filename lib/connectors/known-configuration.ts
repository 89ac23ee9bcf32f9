import { ConnectorSettings } from '@/lib/settings/connector'
import { type Connector, readVersion } from '@/lib/store/connectors'
import type { OrganizationTransaction } from '@/lib/store/organization'

export type Known = { settings: ConnectorSettings | null; live: ConnectorSettings | null; connector: Connector }

/** What is live, and what the draft makes of the newest version: the names and rules that have been looked up already. */
export async function knownOf(tx: OrganizationTransaction, connector: Connector): Promise<Known> {
  const newest = await readVersion(tx, connector.id, 'newest')
  const live = connector.version === null ? null : await readVersion(tx, connector.id, connector.version)
  const settings = ConnectorSettings.safeParse({ ...newest?.settings, ...connector.draft })
  return { connector, live: live?.settings ?? null, settings: settings.success ? settings.data : null }
}

/** The configurations whose names and rules have been looked up. */
export const lookedAt = ({ settings, live }: Known): ConnectorSettings[] => [settings, live].filter(one => one !== null)
