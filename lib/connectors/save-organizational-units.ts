import { recordAudit } from '@/lib/audit/record'
import { done, type Outcome, refused } from '@/lib/outcome'
import { OrganizationalUnitSettings } from '@/lib/settings/organizational-units'
import { lockConnector, updateConnector } from '@/lib/store/connectors'
import { inOrganization } from '@/lib/store/organization'
import type { Actor } from './actor'
import { faultsOf } from './faults'

/** Stores the Organizational Units step of a draft. Faults: `connector-unknown`, `organizational-units-empty`, `value-invalid`. */
export async function saveOrganizationalUnits(
  organizationId: string,
  actor: Actor,
  connectorId: string,
  settings: OrganizationalUnitSettings,
): Promise<Outcome<null>> {
  const parsed = OrganizationalUnitSettings.safeParse(settings)
  if (!parsed.success) return { ok: false, faults: faultsOf(parsed.error, 'organizationalUnits') }
  return inOrganization(organizationId, async tx => {
    const connector = await lockConnector(tx, connectorId)
    if (!connector) return refused('connector-unknown')
    await updateConnector(tx, connectorId, { draft: { ...connector.draft, organizationalUnits: parsed.data } })
    await recordAudit(tx, {
      actor,
      event: 'connector.organizational-units-saved',
      target: { kind: 'connector', id: connectorId },
      details: { mode: parsed.data.mode, rules: parsed.data.mode === 'chosen' ? parsed.data.rules.length : 0 },
    })
    return done(null)
  })
}
