import { createHmac } from 'node:crypto'
import { env } from '@/lib/env'
import { requestPinned } from '@/lib/network/pinned-request'
import { resolveAllowed, webhookPolicy } from '@/lib/network/policy'
import { openWebhook } from '@/lib/store/notification-settings'
import { inOrganization } from '@/lib/store/organization'
import type { OutboxMessage } from '@/lib/store/outbox'
import type { Sent } from './deliver-effects'

/** Nothing of the answer but its status matters. */
const limits = { timeoutMilliseconds: 15_000, mostBytes: 16_777_216 }

/** HMAC-SHA256 (RFC 2104) over the time and the body, so that an old request cannot be sent again as a new one. */
export const signatureOf = (secret: string, timestamp: string, body: string): string =>
  createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')

/**
 * Tells another system what a batch did. `Idempotency-Key` is the same at every attempt. Any answer but 2xx is a failure,
 * and a redirection is not followed: the secret was given for this address.
 */
export async function sendWebhook(organizationId: string, message: OutboxMessage): Promise<Sent> {
  const webhook = await inOrganization(organizationId, tx => openWebhook(tx))
  if (!webhook) return { kind: 'waits', error: 'webhook-not-configured' }
  const answer = await postSigned(webhook, message)
  if (answer === 'address-refused' || answer === 'unreachable') return { kind: 'failed', error: `webhook-${answer}` }
  return answer >= 200 && answer < 300 ? { kind: 'sent' } : { kind: 'failed', error: 'webhook-refused' }
}

type Webhook = { url: string; secret: string }
type Told = Pick<OutboxMessage, 'idempotencyKey' | 'payload'>

/** @returns the status of the answer, or why there is none */
export async function postSigned(webhook: Webhook, message: Told): Promise<number | 'address-refused' | 'unreachable'> {
  const url = new URL(webhook.url)
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80))
  const allowed = await resolveAllowed(webhookPolicy(env(), port), url.hostname, port)
  if (!allowed.ok) return 'address-refused'
  const body = JSON.stringify(message.payload)
  const timestamp = String(Math.floor(Date.now() / 1000))
  const headers = {
    'content-type': 'application/json',
    'idempotency-key': message.idempotencyKey,
    'enrollment-timestamp': timestamp,
    'enrollment-signature': `v1=${signatureOf(webhook.secret, timestamp, body)}`,
  }
  try {
    return (await requestPinned(url, allowed.addresses, { method: 'POST', headers, body, ...limits })).status
  } catch {
    return 'unreachable'
  }
}
