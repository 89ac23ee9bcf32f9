import { inOrganization } from '@/lib/store/organization'
import { claimOutbox, finishOutbox, type OutboxMessage, postponeOutbox } from '@/lib/store/outbox'
import { sendMail } from './send-mail'
import { sendWebhook } from './send-webhook'

/** What became of one attempt. `failed` is tried again, `waits` when somebody has configured what it needs. */
export type Sent = { kind: 'sent' } | { kind: 'failed' | 'waits'; error: string }
type Send = (organizationId: string, message: OutboxMessage) => Promise<Sent>

const senders: Record<string, Send> = { mail: sendMail, webhook: sendWebhook }
/** Claimed together, and sent at the same time. */
const limit = 5
/** Longer than the slowest attempt, so that nobody tries what is being tried. */
const defaultLease = 120
const longestPause = 6 * 3600
const mostAttempts = 30

export type Delivery = {
  leaseSeconds?: number
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
  const { leaseSeconds = defaultLease, failpoint } = delivery
  for (let sent = 0; ; ) {
    const claimed = await inOrganization(organizationId, tx =>
      claimOutbox(tx, Object.keys(senders), { limit, leaseSeconds }),
    )
    if (claimed.length === 0) return sent
    await failpoint?.('effect-claimed')
    sent += await eachAtOnce(claimed, async message => {
      const answer = await (senders[message.kind] ?? nobody)(organizationId, message)
      await failpoint?.('effect-sent')
      await settle(organizationId, message, answer)
      return answer.kind === 'sent'
    })
  }
}

/** A mail is mostly waiting for the other side: some of them wait together. What throws is told when all have come to an end. */
async function eachAtOnce<T>(items: readonly T[], work: (item: T) => Promise<boolean>): Promise<number> {
  const ends = await Promise.allSettled(items.map(work))
  const failed = ends.find(end => end.status === 'rejected')
  if (failed) throw failed.reason
  return ends.filter(end => end.status === 'fulfilled' && end.value).length
}

const nobody: Send = async () => ({ kind: 'waits', error: 'unknown-effect' })

function settle(organizationId: string, { id, attempts }: OutboxMessage, answer: Sent): Promise<void> {
  return inOrganization(organizationId, async tx => {
    if (answer.kind === 'sent') return finishOutbox(tx, [id])
    const over = answer.kind === 'failed' && attempts >= mostAttempts
    const seconds = answer.kind === 'waits' ? 3600 : Math.min(longestPause, 15 * 2 ** Math.min(attempts, 12))
    await postponeOutbox(tx, id, { error: answer.error, seconds: over ? null : seconds })
  })
}
