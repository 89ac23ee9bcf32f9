import { randomUUID } from 'node:crypto'
import { outboxMessage } from '@/lib/notify/message'
import { insertRequests, type ManagementRequest, renewRequests } from '@/lib/store/management-requests'
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
  const times = timesFrom(now)
  await insertRequests(tx, { people, message, askedBy, ...times })
  await insertOutbox(
    tx,
    people.map(({ id }) => requestMail({ id, expiresAt: times.expiresAt }, 0)),
  )
}

/** Sends the mails of open requests once more, and gives everybody the whole time again. Links that they have stay good. */
export async function askPeopleAgain(tx: OrganizationTransaction, ids: readonly string[], now = new Date()) {
  const renewed = await renewRequests(tx, ids, timesFrom(now))
  await insertOutbox(
    tx,
    renewed.map(request => requestMail(request, 0)),
  )
}

const timesFrom = (askedAt: Date) => ({
  askedAt,
  expiresAt: new Date(askedAt.getTime() + requestDays * 86_400_000),
  nextAt: afterReminder(0, askedAt),
})

/** The mail of a request, or one of its reminders: each leaves once, and once more when the request is renewed. */
export const requestMail = (
  { id: requestId, expiresAt }: Pick<ManagementRequest, 'id' | 'expiresAt'>,
  reminder: number,
): NewOutboxMessage =>
  outboxMessage(null, 'mail', `mail:asked:${requestId}:${expiresAt.getTime()}:${reminder}`, {
    template: reminder === 0 ? 'asked' : 'asked-again',
    requestId,
  })
