import { recordAudit } from '@/lib/audit/record'
import { done, type Outcome, refused } from '@/lib/outcome'
import { NotificationChanges } from '@/lib/settings/notifications'
import { readNotifications, saveNotifications } from '@/lib/store/notification-settings'
import { inOrganization } from '@/lib/store/organization'
import type { Actor } from './actor'
import { faultsOf } from './faults'

/**
 * Stores whom runs write to and which other system they tell; what `changes` does not name stays as it is. A secret is kept
 * for the address that it was given for.
 * Faults: `webhook-url-invalid`, `webhook-secret-short`, `webhook-secret-needed`.
 */
export async function changeNotifications(
  organizationId: string,
  actor: Actor,
  changes: unknown,
): Promise<Outcome<null>> {
  const parsed = NotificationChanges.safeParse(changes)
  if (!parsed.success) return { ok: false, faults: faultsOf(parsed.error, 'notifications') }
  const { webhookSecret = null, ...changed } = parsed.data
  return inOrganization(organizationId, async tx => {
    const before = await readNotifications(tx)
    const wanted = { ...before, ...changed }
    const isNew = wanted.webhookUrl !== null && wanted.webhookUrl !== before.webhookUrl
    if (isNew && webhookSecret === null) return refused('webhook-secret-needed', {}, 'notifications.webhookSecret')
    await saveNotifications(tx, wanted, webhookSecret)
    await recordAudit(tx, {
      actor,
      event: 'notifications.changed',
      target: { kind: 'organization', id: organizationId },
      details: { before, after: wanted, newSecret: webhookSecret !== null },
    })
    return done(null)
  })
}
