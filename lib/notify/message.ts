import { createHash } from 'node:crypto'
import type { NewOutboxMessage } from '@/lib/store/outbox'

/** An effect for the outbox. The id follows from the key, so that every attempt carries the same one. */
export function outboxMessage(
  runId: string | null,
  kind: 'mail' | 'webhook',
  idempotencyKey: string,
  payload: Record<string, unknown>,
): NewOutboxMessage {
  const hex = createHash('sha256').update(idempotencyKey).digest('hex')
  const id = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
  return { id, kind, idempotencyKey, payload, runId }
}
