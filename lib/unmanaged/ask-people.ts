import { randomUUID } from 'node:crypto'
import { outboxMessage } from '@/lib/notify/message'
import { insertRequests } from '@/lib/store/management-requests'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { insertOutbox, type NewOutboxMessage } from '@/lib/store/outbox'
import { afterReminder, requestDays } from './request-days'

/** Asks people whether they want to become managed: a request each, and the mail that brings its link. */
export async function askPeople(
  tx: OrganizationTransaction,
  { ids, message, askedBy }: { ids: readonly string[]; message: string; askedBy: string },
  now = new Date(),
): Promise<void> {
  const people = ids.map(accountId => ({ id: randomUUID(), accountId }))
  const expiresAt = new Date(now.getTime() + requestDays * 86_400_000)
  await insertRequests(tx, { people, message, askedBy, expiresAt, nextAt: afterReminder(0, now) })
  await insertOutbox(
    tx,
    people.map(({ id }) => requestMail(id, 0)),
  )
}

/** The mail of a request, or one of its reminders: each leaves once. */
export const requestMail = (requestId: string, reminder: number): NewOutboxMessage =>
  outboxMessage(null, 'mail', `mail:asked:${requestId}:${reminder}`, {
    template: reminder === 0 ? 'asked' : 'asked-again',
    requestId,
  })
