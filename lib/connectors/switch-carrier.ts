import { recordAudit } from '@/lib/audit/record'
import { done, type Outcome, refused } from '@/lib/outcome'
import { type Connector, switchKind } from '@/lib/store/connectors'
import { inOrganization } from '@/lib/store/organization'
import { readActiveRun } from '@/lib/store/runs'
import type { Actor } from './actor'
import { lockEditable } from './editable'

/**
 * Has a connector read from the cloud, or through agents in the intranet. Only who carries the pages changes: scope, mapping,
 * schedule and every link to an account stay, and so the next run finds the same people. The connection is tested anew.
 * Faults: `connector-unknown`, `connector-kind-same`, `run-already-active`.
 */
export function switchCarrier(
  organizationId: string,
  actor: Actor,
  connectorId: string,
  kind: Connector['kind'],
): Promise<Outcome<null>> {
  return inOrganization(organizationId, async tx => {
    const locked = await lockEditable(tx, actor, connectorId)
    if (!locked.ok) return locked
    const connector = locked.value
    if (connector.kind === kind) return refused('connector-kind-same')
    const active = await readActiveRun(tx, connectorId)
    if (active) return refused('run-already-active', { number: active.number })
    await switchKind(tx, connectorId, kind)
    await recordAudit(tx, {
      actor,
      event: 'connector.carrier-switched',
      target: { kind: 'connector', id: connectorId },
      details: { name: connector.name, from: connector.kind, to: kind },
    })
    return done(null)
  })
}
