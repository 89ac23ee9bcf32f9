import { and, eq } from 'drizzle-orm'
import { administrators, alertPreferences, notificationSettings, organizations } from '@/db/schema'
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

export type Audience = {
  timeZone: string
  /** Where events are told beside mails; null = nowhere. */
  webhookUrl: string | null
  recipients: { administratorId: string; delivery: Delivery }[]
}

/** Whom an event is told to: everybody who may sign in, as each of them wants it, and the organization's webhook. */
export async function readAudience(tx: OrganizationTransaction, event: AlertEvent): Promise<Audience> {
  const ours = eq(organizations.id, tx.organizationId)
  const mayLook = and(eq(administrators.organizationId, tx.organizationId), eq(administrators.disabled, false))
  const theirs = and(
    ofOrganization(tx),
    eq(alertPreferences.administratorId, administrators.id),
    eq(alertPreferences.event, event),
  )
  const rows = await tx
    .select({
      timeZone: organizations.timeZone,
      webhookUrl: notificationSettings.webhookUrl,
      id: administrators.id,
      role: administrators.role,
      delivery: alertPreferences.delivery,
    })
    .from(organizations)
    .leftJoin(notificationSettings, eq(notificationSettings.organizationId, organizations.id))
    .leftJoin(administrators, mayLook)
    .leftJoin(alertPreferences, theirs)
    .where(ours)
  const [first] = rows
  const recipients = rows.flatMap(({ id, role, delivery }) =>
    id === null || role === null ? [] : [{ administratorId: id, delivery: delivery ?? usualPreferences(role)[event] }],
  )
  return { timeZone: first?.timeZone ?? 'UTC', webhookUrl: first?.webhookUrl ?? null, recipients }
}
