import { recordAudit } from '@/lib/audit/record'
import { done, type Outcome, refused } from '@/lib/outcome'
import { readVersion, updateConnector } from '@/lib/store/connectors'
import { inOrganization } from '@/lib/store/organization'
import type { Actor } from './actor'
import { lockEditable } from './editable'

/**
 * Makes a version the draft again, whole; nothing is live before its preview was approved. Its password is none of a
 * version's settings: where it was typed for another server, the draft asks for it.
 * Faults: `connector-unknown`, `version-unknown`.
 */
export async function restoreVersion(
  organizationId: string,
  actor: Actor,
  connectorId: string,
  version: number,
): Promise<Outcome<null>> {
  return inOrganization(organizationId, async tx => {
    const locked = await lockEditable(tx, actor, connectorId)
    if (!locked.ok) return locked
    const stored = await readVersion(tx, connectorId, version)
    if (!stored) return refused('version-unknown', { version })
    await updateConnector(tx, connectorId, { draft: stored.settings })
    await recordAudit(tx, {
      actor,
      event: 'connector.version-restored',
      target: { kind: 'connector', id: connectorId },
      connectorVersion: version,
    })
    return done(null)
  })
}
