import type { Outcome } from '@/lib/outcome'
import { OrganizationalUnitSettings } from '@/lib/settings/organizational-units'
import type { Actor } from './actor'
import { faultsOf } from './faults'
import { saveDraft } from './save-draft'
import type { Seen } from './step-shown'

/** Stores the Organizational Units step of a draft. Faults: `connector-unknown`, `step-changed`, `organizational-units-empty`, `value-invalid`. */
export async function saveOrganizationalUnits(
  organizationId: string,
  actor: Actor,
  connectorId: string,
  settings: OrganizationalUnitSettings,
  seen?: Seen,
): Promise<Outcome<null>> {
  const parsed = OrganizationalUnitSettings.safeParse(settings)
  if (!parsed.success) return { ok: false, faults: faultsOf(parsed.error, 'organizationalUnits') }
  const { data } = parsed
  return saveDraft(organizationId, actor, connectorId, {
    part: { organizationalUnits: data },
    event: 'connector.organizational-units-saved',
    details: { mode: data.mode, rules: data.mode === 'chosen' ? data.rules.length : 0 },
    seen,
  })
}
