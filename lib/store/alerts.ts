import { randomUUID } from 'node:crypto'
import { and, desc, eq, inArray, isNull, lt, sql } from 'drizzle-orm'
import { alertNotices, alerts, connectors } from '@/db/schema'
import type { AlertEvent } from '@/lib/settings/alerts'
import type { OrganizationTransaction } from './organization'

export type Alert = Omit<typeof alerts.$inferSelect, 'organizationId'>
export type NewAlert = Pick<Alert, 'connectorId' | 'event' | 'cause' | 'because' | 'runId' | 'runNumber'> & { at: Date }
export type ListedAlert = Alert & { connector: string }

const columns = {
  id: alerts.id,
  connectorId: alerts.connectorId,
  event: alerts.event,
  cause: alerts.cause,
  because: alerts.because,
  runId: alerts.runId,
  runNumber: alerts.runNumber,
  times: alerts.times,
  firstAt: alerts.firstAt,
  lastAt: alerts.lastAt,
  endedAt: alerts.endedAt,
}

const ofConnector = (tx: OrganizationTransaction, connectorId: string) =>
  and(eq(alerts.organizationId, tx.organizationId), eq(alerts.connectorId, connectorId))

/** Whether it is about no connector. */
export const isAboutAll = ({ event }: Pick<Alert, 'event'>): boolean => event.startsWith('messenger-')

/** Stores that a cause was met: a new alert, or one time more of the one that stands. */
export async function meetAlert(tx: OrganizationTransaction, { at, ...alert }: NewAlert): Promise<Alert> {
  const { because, runId, runNumber } = alert
  const [met] = await tx
    .insert(alerts)
    .values({ organizationId: tx.organizationId, id: randomUUID(), ...alert, firstAt: at, lastAt: at })
    .onConflictDoUpdate({
      target: [alerts.organizationId, alerts.connectorId, alerts.event, alerts.cause],
      targetWhere: sql`ended_at is null`,
      set: { times: sql`${alerts.times} + 1`, lastAt: at, because, runId, runNumber },
    })
    .returning(columns)
  if (!met) throw new Error('An alert was neither stored nor met again')
  return met
}

/** Events of which something stands. */
export async function readStanding(tx: OrganizationTransaction, connectorId: string): Promise<Set<AlertEvent>> {
  const standing = await tx
    .selectDistinct({ event: alerts.event })
    .from(alerts)
    .where(and(ofConnector(tx, connectorId), isNull(alerts.endedAt)))
  return new Set(standing.map(({ event }) => event))
}

/** What stands of these events. */
export async function listStanding<E extends AlertEvent>(
  tx: OrganizationTransaction,
  connectorId: string,
  events: readonly E[],
): Promise<{ id: string; event: E; cause: string; lastAt: Date }[]> {
  const { id, event, cause, lastAt } = columns
  const standing = await tx
    .select({ id, event, cause, lastAt })
    .from(alerts)
    .where(and(ofConnector(tx, connectorId), inArray(alerts.event, [...events]), isNull(alerts.endedAt)))
  return standing as { id: string; event: E; cause: string; lastAt: Date }[]
}

export async function endTheseAlerts(tx: OrganizationTransaction, ids: readonly string[], at: Date): Promise<void> {
  const these = and(eq(alerts.organizationId, tx.organizationId), inArray(alerts.id, [...ids]))
  if (ids.length > 0) await tx.update(alerts).set({ endedAt: at }).where(these)
}

/** Ends what stands of these events. @returns the ids of those that ended */
export async function endAlerts(
  tx: OrganizationTransaction,
  connectorId: string,
  events: readonly AlertEvent[],
  at: Date,
): Promise<string[]> {
  const ended = await tx
    .update(alerts)
    .set({ endedAt: at })
    .where(and(ofConnector(tx, connectorId), inArray(alerts.event, [...events]), isNull(alerts.endedAt)))
    .returning({ id: alerts.id })
  return ended.map(({ id }) => id)
}

/** What was met last, newest first, with the connectors' names; empty where it is about none. */
export async function listAlerts(
  tx: OrganizationTransaction,
  { ids, limit }: { ids?: readonly string[]; limit: number },
): Promise<ListedAlert[]> {
  return tx
    .select({ ...columns, connector: sql<string>`coalesce(${connectors.name}, '')` })
    .from(alerts)
    .leftJoin(
      connectors,
      and(eq(connectors.organizationId, alerts.organizationId), eq(connectors.id, alerts.connectorId)),
    )
    .where(
      and(eq(alerts.organizationId, tx.organizationId), ids === undefined ? undefined : inArray(alerts.id, [...ids])),
    )
    .orderBy(desc(alerts.lastAt), desc(alerts.id))
    .limit(limit)
}

/** Deletes what was over before then, with whom it was told to. */
export async function deleteOldAlerts(tx: OrganizationTransaction, before: Date): Promise<void> {
  const gone = await tx
    .delete(alerts)
    .where(and(eq(alerts.organizationId, tx.organizationId), lt(alerts.endedAt, before)))
    .returning({ id: alerts.id })
  if (gone.length === 0) return
  const among = inArray(
    alertNotices.alertId,
    gone.map(({ id }) => id),
  )
  await tx.delete(alertNotices).where(and(eq(alertNotices.organizationId, tx.organizationId), among))
}
