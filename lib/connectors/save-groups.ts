import type { Outcome } from '@/lib/outcome'
import { GroupSettings } from '@/lib/settings/groups'
import type { Actor } from './actor'
import { faultsOf } from './faults'
import { saveDraft } from './save-draft'
import type { Seen } from './step-shown'

/** Stores how a draft's lists and organizational groups follow the directory. Faults: `connector-unknown`, `step-changed`, `value-invalid`. */
export async function saveGroups(
  organizationId: string,
  actor: Actor,
  connectorId: string,
  settings: unknown,
  seen?: Seen,
): Promise<Outcome<null>> {
  const parsed = GroupSettings.safeParse(settings)
  if (!parsed.success) return { ok: false, faults: faultsOf(parsed.error, 'groups') }
  return saveDraft(organizationId, actor, connectorId, {
    part: { groups: parsed.data },
    event: 'connector.groups-saved',
    details: parsed.data,
    seen,
  })
}
