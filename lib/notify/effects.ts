import { readNotifications } from '@/lib/store/notification-settings'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { insertOutbox, type NewOutboxMessage } from '@/lib/store/outbox'
import { outboxMessage } from './message'

/** What a batch of a run did to one account. */
export type Deed = { event: string; anchor: string; accountId: string; gains: boolean; loses: boolean }

/**
 * Writes the mails and the webhook of a batch, in the transaction of the batch, as far as the organization wants them. Each
 * key is made of the run and what it did, so that a batch that is carried out again writes nothing twice.
 */
export async function insertEffects(
  tx: OrganizationTransaction,
  run: { id: string; number: number },
  deeds: readonly Deed[],
): Promise<void> {
  const { welcomeMails, farewellMails, webhookUrl } = await readNotifications(tx)
  const messages: NewOutboxMessage[] = []
  for (const deed of deeds) {
    if (deed.gains && welcomeMails) messages.push(mail(run.id, deed, 'welcome'))
    if (deed.loses && farewellMails) messages.push(mail(run.id, deed, 'farewell'))
  }
  if (webhookUrl !== null && deeds.length > 0) messages.push(webhook(run, deeds))
  await insertOutbox(tx, messages)
}

function mail(runId: string, { anchor, accountId }: Deed, template: 'welcome' | 'farewell'): NewOutboxMessage {
  return outboxMessage(runId, 'mail', `mail:${template}:${runId}:${anchor}`, { template, accountId })
}

/** Ids only: who they are is for the receiver to ask. */
function webhook({ id, number }: { id: string; number: number }, deeds: readonly Deed[]): NewOutboxMessage {
  const events = deeds.map(({ event, accountId, anchor }) => ({ event, accountId, externalId: anchor }))
  const first = events.map(({ externalId }) => externalId).sort()[0] ?? ''
  return outboxMessage(id, 'webhook', `webhook:${id}:${first}`, { run: number, runId: id, events })
}
