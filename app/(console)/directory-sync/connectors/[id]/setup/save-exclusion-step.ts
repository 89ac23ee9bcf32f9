import type { Admin } from '@/lib/access/admin'
import { furtherSettings } from '@/lib/connectors/further-settings'
import { saveExclusionPart } from '@/lib/connectors/save-exclusions'
import type { Outcome } from '@/lib/outcome'
import type { ExclusionSettings } from '@/lib/settings/exclusions'
import { inOrganization } from '@/lib/store/organization'
import { type SavedAnswer, type StepToSave, saveStep } from './save-step'

/** Stores one kind of the exclusions as a step. */
export async function saveExclusionStep(
  admin: Admin,
  step: Omit<StepToSave, 'mine'>,
  part: { incoming: ExclusionSettings['incoming'] } | { protected: ExclusionSettings['protected'] },
): Promise<Outcome<SavedAnswer<null>>> {
  const { exclusions } = await inOrganization(admin.organizationId, tx => furtherSettings(tx, step.connectorId))
  return saveStep(admin, { ...step, mine: { exclusions: { ...exclusions, ...part } } }, seen =>
    saveExclusionPart(
      admin.organizationId,
      { kind: 'administrator', id: admin.administratorId },
      step.connectorId,
      part,
      seen,
    ),
  )
}
