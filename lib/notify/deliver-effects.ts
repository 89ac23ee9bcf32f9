import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import { claimOutbox, finishOutbox, giveBackOutbox, type OutboxMessage, postponeOutbox } from '@/lib/store/outbox'
import { type MailServer, openMailServer } from './mail-server'
import { readLetter, sendMail } from './send-mail'
import { sendWebhook } from './send-webhook'

/** What became of one attempt. `failed` is tried again, `waits` when somebody has configured what it needs. */
export type Sent = { kind: 'sent' } | { kind: 'failed' | 'waits'; error: string }
/** A message with how it is sent: what it says is read already. */
type Prepared = { message: OutboxMessage; send: () => Promise<Sent> }

const kinds = ['mail', 'webhook']
/** Claimed together, and what they say is read together. */
const usualBatch = 100
/** Sent at the same time, and ticked off together. */
const atOnce = 5
/** Twice as long as the slowest attempt: nobody tries what is being tried, and nothing is begun in the second half. */
const defaultLease = 120
const longestPause = 6 * 3600
const mostAttempts = 30

export type Delivery = {
  leaseSeconds?: number
  batch?: number
  /** Called between an effect and its tick; a test throws from it to stand in for a killed worker. */
  failpoint?: (point: 'effect-claimed' | 'effect-sent') => void | Promise<void>
}

/**
 * Sends what commits have left to tell the world outside. A message is claimed, sent, and ticked off in three steps, because
 * nothing makes a mail server or a receiver part of our transaction: whoever dies between sending and ticking sends again.
 * On the wire that is at least once. It is observed once because every attempt carries the same Message-ID, or the same
 * Idempotency-Key and body, by which mail systems and receivers know that they have it already.
 * @returns how many messages were sent
 */
export async function deliverEffects(organizationId: string, delivery: Delivery = {}): Promise<number> {
  const { leaseSeconds = defaultLease, batch: limit = usualBatch, failpoint } = delivery
  const server = openMailServer(atOnce)
  try {
    for (let sent = 0; ; ) {
      const claimed = await inOrganization(organizationId, tx => claimOutbox(tx, kinds, { limit, leaseSeconds }))
      if (claimed.length === 0) return sent
      const until = performance.now() + (leaseSeconds / 2) * 1000
      await failpoint?.('effect-claimed')
      const prepared = await inOrganization(organizationId, tx => prepare(tx, claimed, server))
      sent += await sendAll(organizationId, prepared, { until, failpoint })
    }
  } finally {
    server?.transport.close()
  }
}

/** Reads what mails say, all in one transaction: most of a mail's time would go into the transactions of its own. */
async function prepare(
  tx: OrganizationTransaction,
  messages: readonly OutboxMessage[],
  server: MailServer | null,
): Promise<Prepared[]> {
  const prepared: Prepared[] = []
  for (const message of messages) prepared.push({ message, send: await preparedSend(tx, message, server) })
  return prepared
}

async function preparedSend(tx: OrganizationTransaction, message: OutboxMessage, server: MailServer | null) {
  if (message.kind === 'webhook') return () => sendWebhook(tx.organizationId, message)
  if (!server) return async (): Promise<Sent> => ({ kind: 'waits', error: 'mail-not-configured' })
  // One that cannot be read keeps none of the others: it is told when its turn has come.
  const read = await readLetter(tx, message).then(
    letter => ({ letter }),
    error => ({ error }),
  )
  return 'error' in read ? () => Promise.reject(read.error) : () => sendMail(server, read.letter, message.id)
}

type Sending = { until: number; failpoint: Delivery['failpoint'] }

/** A few at once, as long as the claim holds; what was not tried by then, or because something broke, is given back. */
async function sendAll(organizationId: string, prepared: readonly Prepared[], { until, failpoint }: Sending) {
  let [sent, tried] = [0, 0]
  try {
    while (tried < prepared.length && performance.now() < until) {
      const some = prepared.slice(tried, tried + atOnce)
      tried += some.length
      sent += await sendSome(organizationId, some, failpoint)
    }
    return sent
  } finally {
    const untried = prepared.slice(tried).map(({ message }) => message.id)
    if (untried.length > 0) await inOrganization(organizationId, tx => giveBackOutbox(tx, untried))
  }
}

/** A mail is mostly waiting for the other side: some of them wait together. What throws is told when the others are ticked off. */
async function sendSome(organizationId: string, some: readonly Prepared[], failpoint: Delivery['failpoint']) {
  const ends = await Promise.allSettled(
    some.map(async ({ message, send }) => {
      const answer = await send()
      await failpoint?.('effect-sent')
      return { message, answer }
    }),
  )
  const answered = ends.flatMap(end => (end.status === 'fulfilled' ? [end.value] : []))
  await inOrganization(organizationId, tx => settle(tx, answered))
  const broken = ends.find(end => end.status === 'rejected')
  if (broken) throw broken.reason
  return answered.filter(({ answer }) => answer.kind === 'sent').length
}

type Answered = { message: OutboxMessage; answer: Sent }

async function settle(tx: OrganizationTransaction, answered: readonly Answered[]): Promise<void> {
  await finishOutbox(
    tx,
    answered.filter(({ answer }) => answer.kind === 'sent').map(({ message }) => message.id),
  )
  for (const { message, answer } of answered) if (answer.kind !== 'sent') await postpone(tx, message, answer)
}

function postpone(
  tx: OrganizationTransaction,
  { id, attempts }: OutboxMessage,
  { kind, error }: Exclude<Sent, { kind: 'sent' }>,
): Promise<void> {
  const over = kind === 'failed' && attempts >= mostAttempts
  const seconds = kind === 'waits' ? 3600 : Math.min(longestPause, 15 * 2 ** Math.min(attempts, 12))
  return postponeOutbox(tx, id, { error, seconds: over ? null : seconds })
}
