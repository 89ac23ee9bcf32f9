import * as z from 'zod'
import { recordAudit } from '@/lib/audit/record'
import { done, type Fault, type Outcome } from '@/lib/outcome'
import { LeavingSettings } from '@/lib/settings/connector'
import { raisedLimits, type SafetyLimit, SafetySettings, safetyLimits } from '@/lib/settings/safety'
import { type Connector, readVersion, updateConnector } from '@/lib/store/connectors'
import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import type { Actor } from './actor'
import { lockEditable } from './editable'
import { faultsOf } from './faults'
import { type Seen, stepUnchanged } from './step-shown'

/** What is left out stays as it is. */
const Safety = z.object({ leaving: LeavingSettings.optional(), safety: SafetySettings.optional() })
type Safety = z.infer<typeof Safety>

/**
 * Stores what happens to people who leave, and the limits at which a plan waits for a person. Whoever configures may lower
 * a limit; raising one is the owner's.
 * Faults: `connector-unknown`, `step-changed`, those of the settings, `safety-raise-needs-owner` at each limit that would be raised.
 * @param may.raise whether an owner asks
 */
export async function saveSafety(
  organizationId: string,
  actor: Actor,
  connectorId: string,
  settings: unknown,
  may: { raise: boolean },
  seen?: Seen,
): Promise<Outcome<null>> {
  const parsed = Safety.safeParse(settings)
  if (!parsed.success) return { ok: false, faults: faultsOf(parsed.error) }
  return inOrganization(organizationId, async tx => {
    const locked = await lockEditable(tx, actor, connectorId)
    if (!locked.ok) return locked
    const connector = locked.value
    const unchanged = await stepUnchanged(tx, connector, seen)
    if (!unchanged.ok) return unchanged
    const { leaving, safety } = parsed.data
    const { before, raised, faults } = await raising(tx, connector, safety)
    if (faults.length > 0 && !may.raise) return { ok: false, faults }
    await updateConnector(tx, connectorId, {
      draft: { ...connector.draft, ...(leaving ? { leaving } : {}), ...(safety ? { safety } : {}) },
    })
    await record(tx, actor, connectorId, { before, after: parsed.data, raised })
    return done(null)
  })
}

/** Which limits would be raised, and what somebody is told who may not. */
export async function raising(
  tx: OrganizationTransaction,
  connector: Connector,
  safety: SafetySettings | undefined,
): Promise<{ before: SafetySettings; raised: SafetyLimit[]; faults: Fault[] }> {
  const before = await presentLimits(tx, connector)
  const raised = safety ? raisedLimits(safety, before) : []
  const faults = raised.map(limit => ({
    code: 'safety-raise-needs-owner',
    args: { now: before[limit] },
    path: `safety.${limit}`,
  }))
  return { before, raised, faults }
}

/** The limits in force, or already decided by somebody who was allowed to: each the higher of draft and newest version. */
export async function presentLimits(tx: OrganizationTransaction, { id, draft }: Connector): Promise<SafetySettings> {
  const version = (await readVersion(tx, id, 'newest'))?.settings.safety ?? SafetySettings.parse({})
  const drafted = draft.safety ?? version
  return SafetySettings.parse(
    Object.fromEntries(safetyLimits.map(limit => [limit, Math.max(version[limit], drafted[limit])])),
  )
}

function record(
  tx: OrganizationTransaction,
  actor: Actor,
  connectorId: string,
  { before, after, raised }: { before: SafetySettings; after: Safety; raised: readonly string[] },
): Promise<void> {
  return recordAudit(tx, {
    actor,
    event: 'connector.safety-saved',
    target: { kind: 'connector', id: connectorId },
    details: { before, after: after.safety ?? null, raised, leaving: after.leaving ?? null },
  })
}
