import { recordAudit } from '@/lib/audit/record'
import { done, type Outcome, refused } from '@/lib/outcome'
import { type ConnectorDraft, ConnectorSettings } from '@/lib/settings/connector'
import { lowerOf, SafetySettings } from '@/lib/settings/safety'
import { updateConnector } from '@/lib/store/connectors'
import { inOrganization } from '@/lib/store/organization'
import { readActiveRun, supersedeWaitingRuns } from '@/lib/store/runs'
import { deleteSecrets } from '@/lib/store/secrets'
import { forgetUnsavedSteps } from '@/lib/store/unsaved-steps'
import type { Actor } from './actor'
import { lockEditable } from './editable'
import { presentLimits } from './save-safety'

/**
 * Forgets what a connector is set to, its passwords and its schedule; everybody whom it brought in stays as they are, and
 * linked, so that a new configuration finds them again. The versions of before stay to be looked at. Safety limits below the
 * usual ones stay too, because raising one is the owner's. The name is typed, so that nobody does it by accident.
 * Faults: `connector-unknown`, `reset-name-different`, `run-already-active`.
 */
export async function resetConnector(
  organizationId: string,
  actor: Actor,
  connectorId: string,
  typedName: string,
): Promise<Outcome<null>> {
  return inOrganization(organizationId, async tx => {
    const locked = await lockEditable(tx, actor, connectorId)
    if (!locked.ok) return locked
    const connector = locked.value
    if (typedName.trim() !== connector.name) return refused('reset-name-different', { name: connector.name }, 'name')
    const active = await readActiveRun(tx, connectorId)
    if (active) return refused('run-already-active', { number: active.number })
    await supersedeWaitingRuns(tx, connectorId, 'all')
    await deleteSecrets(tx, connectorId)
    await forgetUnsavedSteps(tx, connectorId)
    const safety = lowerOf(SafetySettings.parse({}), await presentLimits(tx, connector))
    await updateConnector(tx, connectorId, {
      ...{ state: 'draft', version: null, draft: { ...nothingSet, safety }, paused: null, attention: null },
      ...{ testedHash: null, testedAt: null, refusedHash: null },
      ...{ schedule: null, scheduleRevision: connector.scheduleRevision + 1 },
    })
    await recordAudit(tx, {
      actor,
      event: 'connector.reset',
      target: { kind: 'connector', id: connectorId },
      details: { name: connector.name, version: connector.version },
    })
    return done(null)
  })
}

/** Said in full: what a draft leaves out would come from the version before. */
const { connection: _connection, organizationalUnits: _units, ...others } = ConnectorSettings.shape
const nothingSet: ConnectorDraft = {
  connection: null,
  organizationalUnits: null,
  ...Object.fromEntries(Object.entries(others).map(([section, schema]) => [section, schema.parse(undefined)])),
}
