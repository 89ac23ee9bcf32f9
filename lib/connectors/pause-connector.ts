import { recordAudit } from '@/lib/audit/record'
import { done, type Outcome, refused } from '@/lib/outcome'
import { type Connector, lockConnector, updateConnector } from '@/lib/store/connectors'
import { inOrganization } from '@/lib/store/organization'
import type { Actor } from './actor'

/** Nothing of this connector starts until somebody resumes it; what is at work goes on. Faults: `connector-unknown`, `nothing-to-pause`. */
export const pauseConnector = (organizationId: string, actor: Actor, connectorId: string): Promise<Outcome<null>> =>
  moveTo('paused', ['active', 'attention'], 'nothing-to-pause', { organizationId, actor, connectorId })

/** What was missed while it was paused runs once. Faults: `connector-unknown`, `connector-not-paused`. */
export const resumeConnector = (organizationId: string, actor: Actor, connectorId: string): Promise<Outcome<null>> =>
  moveTo('active', ['paused'], 'connector-not-paused', { organizationId, actor, connectorId })

type Which = { organizationId: string; actor: Actor; connectorId: string }

function moveTo(
  state: 'paused' | 'active',
  from: readonly Connector['state'][],
  fault: string,
  { organizationId, actor, connectorId }: Which,
): Promise<Outcome<null>> {
  return inOrganization(organizationId, async tx => {
    const connector = await lockConnector(tx, connectorId)
    if (!connector) return refused('connector-unknown')
    if (!from.includes(connector.state)) return refused(fault)
    await updateConnector(tx, connectorId, { state })
    await recordAudit(tx, {
      actor,
      event: state === 'paused' ? 'connector.paused' : 'connector.resumed',
      target: { kind: 'connector', id: connectorId },
    })
    return done(null)
  })
}
