import { recordAudit } from '@/lib/audit/record'
import { done, type Outcome, refused } from '@/lib/outcome'
import { lockConnector } from '@/lib/store/connectors'
import { countKept, deleteConnector as deleteIt, type KeptByConnector } from '@/lib/store/connectors-delete'
import { inOrganization } from '@/lib/store/organization'
import { readActiveRun, supersedeWaitingRuns } from '@/lib/store/runs'
import type { Actor } from './actor'

/**
 * Ends a connector for good. Everybody whom it brought in keeps their account as it is, managed by administrators from then
 * on; its lists and organizational groups stay with their members; its passwords are destroyed, and its agents revoked; its runs stay to be looked at
 * for as long as history is kept. The name is typed, so that nobody does it by accident.
 * Faults: `connector-unknown`, `delete-name-different`, `run-already-active`.
 */
export async function deleteConnector(
  organizationId: string,
  actor: Actor,
  connectorId: string,
  typedName: string,
): Promise<Outcome<KeptByConnector>> {
  return inOrganization(organizationId, async tx => {
    const connector = await lockConnector(tx, connectorId)
    if (!connector) return refused('connector-unknown')
    if (typedName.trim() !== connector.name) return refused('delete-name-different', { name: connector.name }, 'name')
    const active = await readActiveRun(tx, connectorId)
    if (active) return refused('run-already-active', { number: active.number })
    const kept = await countKept(tx, connectorId)
    await supersedeWaitingRuns(tx, connectorId, 'all')
    await deleteIt(tx, connectorId, actor.id)
    await recordAudit(tx, {
      actor,
      event: 'connector.deleted',
      target: { kind: 'connector', id: connectorId },
      details: { name: connector.name, version: connector.version, ...kept },
    })
    return done(kept)
  })
}
