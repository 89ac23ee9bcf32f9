import { and, eq } from 'drizzle-orm'
import { administrators, alertPreferences } from '@/db/schema'
import { type AlertEvent, type AlertPreferences, type Delivery, usualPreferences } from '@/lib/settings/alerts'
import type { AdministratorRole } from './administrators'
import type { OrganizationTransaction } from './organization'

const ofOrganization = (tx: OrganizationTransaction) => eq(alertPreferences.organizationId, tx.organizationId)

/** How an administrator wants to be told of each event: as chosen, otherwise as is usual for the role. */
export async function readAlertPreferences(
  tx: OrganizationTransaction,
  administrator: { id: string; role: AdministratorRole },
): Promise<AlertPreferences> {
  const rows = await tx
    .select({ event: alertPreferences.event, delivery: alertPreferences.delivery })
    .from(alertPreferences)
    .where(and(ofOrganization(tx), eq(alertPreferences.administratorId, administrator.id)))
  const chosen = Object.fromEntries(rows.map(({ event, delivery }) => [event, delivery]))
  return { ...usualPreferences(administrator.role), ...chosen }
}

export async function saveAlertPreferences(
  tx: OrganizationTransaction,
  administratorId: string,
  preferences: AlertPreferences,
): Promise<void> {
  const rows = Object.entries(preferences) as [AlertEvent, Delivery][]
  await tx
    .delete(alertPreferences)
    .where(and(ofOrganization(tx), eq(alertPreferences.administratorId, administratorId)))
  await tx
    .insert(alertPreferences)
    .values(rows.map(([event, delivery]) => ({ organizationId: tx.organizationId, administratorId, event, delivery })))
}

/** Who may sign in, and how each of them wants to be told of an event. */
export async function listRecipients(
  tx: OrganizationTransaction,
  event: AlertEvent,
): Promise<{ administratorId: string; delivery: Delivery }[]> {
  const rows = await tx
    .select({ id: administrators.id, role: administrators.role, delivery: alertPreferences.delivery })
    .from(administrators)
    .leftJoin(
      alertPreferences,
      and(
        eq(alertPreferences.organizationId, administrators.organizationId),
        eq(alertPreferences.administratorId, administrators.id),
        eq(alertPreferences.event, event),
      ),
    )
    .where(and(eq(administrators.organizationId, tx.organizationId), eq(administrators.disabled, false)))
  return rows.map(({ id, role, delivery }) => ({
    administratorId: id,
    delivery: delivery ?? usualPreferences(role)[event],
  }))
}
