import { eq } from 'drizzle-orm'
import { notificationSettings } from '@/db/schema/messenger'
import { seal, unseal } from '@/lib/vault/seal'
import type { OrganizationTransaction } from './organization'

export type NotificationSettings = {
  welcomeMails: boolean
  farewellMails: boolean
  /** Where every batch of changes is told; null = nowhere. */
  webhookUrl: string | null
}

const nothing: NotificationSettings = { welcomeMails: false, farewellMails: false, webhookUrl: null }
const identity = (tx: OrganizationTransaction, url: string) => `notifications/${tx.organizationId}/webhook/${url}`

/** What the organization wants to be told; without a decision, nothing. */
export async function readNotifications(tx: OrganizationTransaction): Promise<NotificationSettings> {
  const row = await read(tx)
  if (!row) return nothing
  const { welcomeMails, farewellMails, webhookUrl } = row
  return { welcomeMails, farewellMails, webhookUrl }
}

/** Where to tell changes and the secret that signs them, opened; null = nowhere. */
export async function openWebhook(tx: OrganizationTransaction): Promise<{ url: string; secret: string } | null> {
  const row = await read(tx)
  if (!row?.webhookUrl || !row.webhookSecret) return null
  return { url: row.webhookUrl, secret: unseal(row.webhookSecret, identity(tx, row.webhookUrl)) }
}

/** @param secret a new one for the webhook; null keeps the stored one, which counts for its own address only */
export async function saveNotifications(
  tx: OrganizationTransaction,
  settings: NotificationSettings,
  secret: string | null,
): Promise<void> {
  const { webhookUrl } = settings
  const sealed = webhookUrl !== null && secret !== null ? { webhookSecret: seal(secret, identity(tx, webhookUrl)) } : {}
  const values = { ...settings, ...sealed, ...(webhookUrl === null ? { webhookSecret: null } : {}) }
  await tx
    .insert(notificationSettings)
    .values({ organizationId: tx.organizationId, ...values })
    .onConflictDoUpdate({ target: notificationSettings.organizationId, set: values })
}

async function read(tx: OrganizationTransaction) {
  const [row] = await tx
    .select()
    .from(notificationSettings)
    .where(eq(notificationSettings.organizationId, tx.organizationId))
  return row ?? null
}
