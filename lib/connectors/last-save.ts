import { readAdministratorName } from '@/lib/store/administrators'
import { readLastAudit } from '@/lib/store/audit'
import type { OrganizationTransaction } from '@/lib/store/organization'
import type { SavedStep } from './step-shown'

/** What changes a whole draft at once. */
const whole = ['connector.configuration-imported', 'connector.version-restored', 'connector.reset']

const events: Record<SavedStep, readonly string[]> = {
  connection: ['connector.connection-saved'],
  'organizational-units': ['connector.organizational-units-saved'],
  'distribution-lists': ['connector.distribution-lists-saved', 'connector.groups-saved'],
  'user-attributes': ['connector.mapping-saved', 'connector.joining-saved'],
  'inclusion-rules': ['connector.inclusion-saved'],
  'exclusion-rules': ['connector.exclusions-saved'],
  exclusions: ['connector.exclusions-saved'],
  schedule: ['connector.schedule-saved'],
  safety: ['connector.safety-saved'],
}

/** Who saved a step last, as people know them, and when; null = nobody yet. */
export async function lastSaveOf(
  tx: OrganizationTransaction,
  connectorId: string,
  step: SavedStep,
): Promise<{ name: string; at: Date } | null> {
  const last = await readLastAudit(tx, { kind: 'connector', id: connectorId }, [...events[step], ...whole])
  return last && { name: await readAdministratorName(tx, last.actorId), at: last.at }
}
