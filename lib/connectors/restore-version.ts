import { recordAudit } from '@/lib/audit/record'
import { done, type Outcome, refused } from '@/lib/outcome'
import { readVersion, updateConnector } from '@/lib/store/connectors'
import { inOrganization } from '@/lib/store/organization'
import type { Actor } from './actor'
import { lockEditable } from './editable'
import { raising } from './save-safety'

/**
 * Makes a version the draft again, whole; nothing is live before its preview was approved. Its password is none of a
 * version's settings: where it was typed for another server, the draft asks for it. Safety limits that were lowered since
 * then are raised by whoever may raise them, and by nobody else.
 * Faults: `connector-unknown`, `version-unknown`, `version-raises-limits`.
 */
export async function restoreVersion(
  organizationId: string,
  actor: Actor,
  connectorId: string,
  version: number,
  may: { raise: boolean },
): Promise<Outcome<null>> {
  return inOrganization(organizationId, async tx => {
    const locked = await lockEditable(tx, actor, connectorId)
    if (!locked.ok) return locked
    const stored = await readVersion(tx, connectorId, version)
    if (!stored) return refused('version-unknown', { version })
    const { raised } = await raising(tx, locked.value, stored.settings.safety)
    if (raised.length > 0 && !may.raise) return refused('version-raises-limits', { version })
    await updateConnector(tx, connectorId, { draft: stored.settings })
    await recordAudit(tx, {
      actor,
      event: 'connector.version-restored',
      target: { kind: 'connector', id: connectorId },
      connectorVersion: version,
      details: { raised },
    })
    return done(null)
  })
}
