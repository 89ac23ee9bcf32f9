import type { Outcome } from '@/lib/outcome'
import { JoiningSettings } from '@/lib/settings/joining'
import type { Actor } from './actor'
import { faultsOf } from './faults'
import { saveDraft } from './save-draft'
import type { Seen } from './step-shown'

/** Stores the rules of a draft that link people to accounts. Faults: `connector-unknown`, `step-changed`, `join-rule-unknown`, `join-rule-twice`. */
export async function saveJoining(
  organizationId: string,
  actor: Actor,
  connectorId: string,
  settings: unknown,
  seen?: Seen,
): Promise<Outcome<null>> {
  const parsed = JoiningSettings.safeParse(settings)
  if (!parsed.success) return { ok: false, faults: faultsOf(parsed.error, 'joining') }
  return saveDraft(organizationId, actor, connectorId, {
    part: { joining: parsed.data },
    event: 'connector.joining-saved',
    details: parsed.data,
    seen,
  })
}
