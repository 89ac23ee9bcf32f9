import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import { auditEntries } from '@/db/schema'
import type { OrganizationTransaction } from './organization'

export type AuditRow = Omit<typeof auditEntries.$inferSelect, 'organizationId' | 'at'>

/**
 * Adds rows to the record, with one statement and one parameter, however many they are. There is no function that changes
 * or removes one, and the database refuses it.
 */
export async function insertAuditEntries(tx: OrganizationTransaction, rows: readonly AuditRow[]): Promise<void> {
  if (rows.length === 0) return
  const stored = rows.map(row => ({
    id: row.id,
    actor_kind: row.actorKind,
    actor_id: row.actorId,
    event: row.event,
    target_kind: row.targetKind,
    target_id: row.targetId,
    run_id: row.runId,
    connector_version: row.connectorVersion,
    details: row.details,
  }))
  await tx.execute(sql`
    insert into audit_entries (organization_id, id, actor_kind, actor_id, event, target_kind, target_id, run_id,
      connector_version, details)
    select ${tx.organizationId}::uuid, id, actor_kind, actor_id, event, target_kind, target_id, run_id, connector_version,
      details
    from jsonb_to_recordset(${JSON.stringify(stored)}::text::jsonb) as row(id uuid, actor_kind text, actor_id text, event text,
      target_kind text, target_id text, run_id uuid, connector_version integer, details text)`)
}

/** Who did one of these last to a target, when, and the details as JSON; null = nobody. */
export async function readLastAudit(
  tx: OrganizationTransaction,
  target: { kind: string; id: string },
  events: readonly string[],
): Promise<Pick<typeof auditEntries.$inferSelect, 'actorId' | 'at' | 'details'> | null> {
  const { actorId, at, details } = auditEntries
  const [row] = await tx
    .select({ actorId, at, details })
    .from(auditEntries)
    .where(
      and(
        eq(auditEntries.organizationId, tx.organizationId),
        eq(auditEntries.targetKind, target.kind),
        eq(auditEntries.targetId, target.id),
        inArray(auditEntries.event, [...events]),
      ),
    )
    .orderBy(desc(at))
    .limit(1)
  return row ?? null
}
