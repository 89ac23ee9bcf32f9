import { recordAudit } from '@/lib/audit/record'
import { done, type Outcome } from '@/lib/outcome'
import { AlertPreferences } from '@/lib/settings/alerts'
import { readAdministrator } from '@/lib/store/administrators'
import { readAlertPreferences, saveAlertPreferences } from '@/lib/store/alert-preferences'
import { inOrganization } from '@/lib/store/organization'
import { faultsOf } from './faults'

/** Stores of which events an administrator is told, and when. Fault: `value-invalid`. */
export async function chooseAlerts(
  organizationId: string,
  administratorId: string,
  preferences: unknown,
): Promise<Outcome<AlertPreferences>> {
  const parsed = AlertPreferences.safeParse(preferences)
  if (!parsed.success) return { ok: false, faults: faultsOf(parsed.error, 'preferences') }
  return inOrganization(organizationId, async tx => {
    const administrator = await readAdministrator(tx, administratorId)
    if (!administrator) throw new Error('An administrator who does not exist chose something')
    const before = await readAlertPreferences(tx, administrator)
    await saveAlertPreferences(tx, administratorId, parsed.data)
    await recordAudit(tx, {
      actor: { kind: 'administrator', id: administratorId },
      event: 'alerts.chosen',
      target: { kind: 'administrator', id: administratorId },
      details: { before, after: parsed.data },
    })
    return done(parsed.data)
  })
}
