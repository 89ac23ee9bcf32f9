import { randomUUID } from 'node:crypto'
import { type AuditRow, insertAuditEntries } from '@/lib/store/audit'
import type { OrganizationTransaction } from '@/lib/store/organization'

/** Who did what to what. Details hold plain values only, and never a secret. */
export type AuditEvent = {
  actor: { kind: 'administrator' | 'operator' | 'run' | 'agent' | 'system' | 'person'; id: string }
  /** Noun and past participle, e.g. `connector.created`. */
  event: string
  target: { kind: string; id: string }
  runId?: string
  connectorVersion?: number
  details?: Record<string, unknown>
}

/** Records one event in the transaction of the change itself, so that neither exists without the other. */
export function recordAudit(tx: OrganizationTransaction, event: AuditEvent): Promise<void> {
  return recordAudits(tx, [event])
}

/** Records many events at once, e.g. of a batch of applied changes. */
export function recordAudits(tx: OrganizationTransaction, events: readonly AuditEvent[]): Promise<void> {
  return insertAuditEntries(tx, events.map(rowOf))
}

const rowOf = (event: AuditEvent): AuditRow => ({
  id: randomUUID(),
  actorKind: event.actor.kind,
  actorId: event.actor.id,
  event: event.event,
  targetKind: event.target.kind,
  targetId: event.target.id,
  runId: event.runId ?? null,
  connectorVersion: event.connectorVersion ?? null,
  details: JSON.stringify(event.details ?? {}),
})
