import { createHmac } from 'node:crypto'
import { request as requestPlain } from 'node:http'
import { type RequestOptions, request as requestSecure } from 'node:https'
import { env } from '@/lib/env'
import { type AllowedAddress, resolveAllowed, webhookPolicy } from '@/lib/network/policy'
import { openWebhook } from '@/lib/store/notification-settings'
import { inOrganization } from '@/lib/store/organization'
import type { OutboxMessage } from '@/lib/store/outbox'
import type { Sent } from './deliver-effects'

const timeout = 15_000

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
  const url = new URL(webhook.url)
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80))
  const allowed = await resolveAllowed(webhookPolicy(env(), port), url.hostname, port)
  if (!allowed.ok) return { kind: 'failed', error: 'webhook-address-refused' }
  const body = JSON.stringify(message.payload)
  const timestamp = String(Math.floor(Date.now() / 1000))
  const headers = {
    'content-type': 'application/json',
    'idempotency-key': message.idempotencyKey,
    'enrollment-timestamp': timestamp,
    'enrollment-signature': `v1=${signatureOf(webhook.secret, timestamp, body)}`,
  }
  try {
    const status = await post(url, allowed.addresses, headers, body)
    return status >= 200 && status < 300 ? { kind: 'sent' } : { kind: 'failed', error: 'webhook-refused' }
  } catch {
    return { kind: 'failed', error: 'webhook-unreachable' }
  }
}

/** Connects to one of the addresses that were checked, never to what the name says by then. */
function post(
  url: URL,
  addresses: readonly AllowedAddress[],
  headers: Record<string, string>,
  body: string,
): Promise<number> {
  const request = url.protocol === 'https:' ? requestSecure : requestPlain
  return new Promise((resolve, reject) => {
    const options: RequestOptions = {
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      signal: AbortSignal.timeout(timeout),
      lookup: (_name, options, answer) => {
        if (options.all)
          answer(
            null,
            addresses.map(one => ({ ...one })),
          )
        else answer(null, addresses[0]?.address ?? '', addresses[0]?.family)
      },
    }
    const sending = request(url, options)
    sending.once('error', reject)
    sending.once('response', answer => {
      answer.resume()
      answer.once('error', reject)
      answer.once('end', () => resolve(answer.statusCode ?? 0))
    })
    sending.end(body)
  })
}
