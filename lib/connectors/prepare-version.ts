import { isDeepStrictEqual } from 'node:util'
import { recordAudit } from '@/lib/audit/record'
import { done, type Outcome, refused } from '@/lib/outcome'
import { ConnectorSettings } from '@/lib/settings/connector'
import {
  type Connector,
  type ConnectorVersion,
  insertVersion,
  lockConnector,
  readVersion,
  updateConnector,
} from '@/lib/store/connectors'
import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import { promoteSecret } from '@/lib/store/secrets'
import type { Actor } from './actor'
import { draftFaults } from './readiness'

/**
 * Stores the draft as a version that a run can name; the newest one again when nothing differs.
 * Faults: `connector-unknown` and those of `readiness`.
 */
export async function prepareVersion(
  organizationId: string,
  actor: Actor,
  connectorId: string,
): Promise<Outcome<{ version: number }>> {
  return inOrganization(organizationId, async tx => {
    const connector = await lockConnector(tx, connectorId)
    return connector ? prepareLocked(tx, actor, connector) : refused('connector-unknown')
  })
}

/** As `prepareVersion`, of a connector that the caller has locked. */
export async function prepareLocked(
  tx: OrganizationTransaction,
  actor: Actor,
  connector: Connector,
): Promise<Outcome<{ version: number }>> {
  const faults = await draftFaults(tx, connector)
  if (faults.length > 0) return { ok: false, faults }
  const newest = await readVersion(tx, connector.id, 'newest')
  const settings = settingsOf(connector, newest)
  if (newest && isDeepStrictEqual(newest.settings, settings)) {
    // A new password for unchanged settings has passed its test by now and has no version of its own to wait for.
    if (newest.version === connector.version) await promoteSecret(tx, connector.id)
    return done({ version: newest.version })
  }
  return done({ version: await storeVersion(tx, actor, connector, newest, settings) })
}

/** What the draft says nothing about is as in the version before. */
function settingsOf({ draft }: Connector, newest: ConnectorVersion | null): ConnectorSettings {
  return ConnectorSettings.parse({ ...newest?.settings, ...draft })
}

async function storeVersion(
  tx: OrganizationTransaction,
  actor: Actor,
  connector: Connector,
  newest: ConnectorVersion | null,
  settings: ConnectorSettings,
): Promise<number> {
  const version = (newest?.version ?? 0) + 1
  await insertVersion(tx, connector.id, { version, settings, author: actor.id })
  if (connector.state === 'draft') await updateConnector(tx, connector.id, { state: 'ready' })
  await recordAudit(tx, {
    actor,
    event: 'connector.version-prepared',
    target: { kind: 'connector', id: connector.id },
    connectorVersion: version,
  })
  return version
}
