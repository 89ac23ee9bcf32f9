import { recordAudit } from '@/lib/audit/record'
import { done, type Outcome } from '@/lib/outcome'
import type { ConnectorDraft } from '@/lib/settings/connector'
import { updateConnector } from '@/lib/store/connectors'
import { inOrganization } from '@/lib/store/organization'
import type { Actor } from './actor'
import { lockEditable } from './editable'
import { type Seen, stepUnchanged } from './step-shown'

type Saved = {
  part: Partial<ConnectorDraft>
  event: string
  details: Record<string, unknown>
  /** The step as its editor saw it; left out = whatever there is by now is replaced. */
  seen?: Seen | undefined
}

/** Puts parts into a connector's draft and records it; what is left out stays as it is. Faults: `connector-unknown`, `step-changed`. */
export function saveDraft(
  organizationId: string,
  actor: Actor,
  connectorId: string,
  { part, event, details, seen }: Saved,
): Promise<Outcome<null>> {
  return inOrganization(organizationId, async tx => {
    const locked = await lockEditable(tx, actor, connectorId)
    if (!locked.ok) return locked
    const connector = locked.value
    const unchanged = await stepUnchanged(tx, connector, seen)
    if (!unchanged.ok) return unchanged
    await updateConnector(tx, connectorId, { draft: { ...connector.draft, ...part } })
    await recordAudit(tx, { actor, event, target: { kind: 'connector', id: connectorId }, details })
    return done(null)
  })
}
