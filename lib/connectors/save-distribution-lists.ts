import type { Outcome } from '@/lib/outcome'
import { DistributionListSettings } from '@/lib/settings/distribution-lists'
import type { Actor } from './actor'
import { faultsOf } from './faults'
import { saveDraft } from './save-draft'
import type { Seen } from './step-shown'

/** Stores which distribution lists are followed in a draft. Faults: `connector-unknown`, `step-changed` and those of the settings. */
export async function saveDistributionLists(
  organizationId: string,
  actor: Actor,
  connectorId: string,
  settings: unknown,
  seen?: Seen,
): Promise<Outcome<null>> {
  const parsed = DistributionListSettings.safeParse(settings)
  if (!parsed.success) return { ok: false, faults: faultsOf(parsed.error, 'distributionLists') }
  const chosen = parsed.data
  return saveDraft(organizationId, actor, connectorId, {
    part: { distributionLists: chosen },
    event: 'connector.distribution-lists-saved',
    details: chosen.mode === 'chosen' ? { ...chosen, lists: chosen.lists.length } : chosen,
    seen,
  })
}
