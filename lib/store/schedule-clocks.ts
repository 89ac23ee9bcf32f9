import { and, eq, or, sql } from 'drizzle-orm'
import { organizations, runs, scheduleClocks } from '@/db/schema'
import type { OrganizationTransaction } from './organization'

export type ScheduleClock = Omit<typeof scheduleClocks.$inferSelect, 'organizationId' | 'connectorId'>

const ofConnector = (tx: OrganizationTransaction, connectorId: string) =>
  and(eq(scheduleClocks.organizationId, tx.organizationId), eq(scheduleClocks.connectorId, connectorId))

/** A connector's clocks, as far as they were ever set. */
export async function readClocks(tx: OrganizationTransaction, connectorId: string): Promise<ScheduleClock[]> {
  const rows = await tx.select().from(scheduleClocks).where(ofConnector(tx, connectorId))
  return rows.map(withoutKey)
}

/** What a connector's turn depends on, as of one moment: the organization's zone, the clocks, whether a run is at work. */
export type Turn = { now: Date; zone: string; isActive: boolean; clocks: ScheduleClock[] }

/** Reads it all at once; the caller holds the connector's lock. */
export async function readTurn(tx: OrganizationTransaction, connectorId: string): Promise<Turn> {
  const isActive = sql<boolean>`exists (select from runs r where r.organization_id = ${tx.organizationId}
    and r.connector_id = ${connectorId} and r.state in ('queued', 'importing', 'planning', 'applying'))`
  const rows = await tx
    .select({
      now: sql<string>`clock_timestamp()::text`,
      zone: organizations.timeZone,
      isActive,
      clock: scheduleClocks,
    })
    .from(organizations)
    .leftJoin(scheduleClocks, ofConnector(tx, connectorId))
    .where(eq(organizations.id, tx.organizationId))
  const [first] = rows
  const clocks = rows.flatMap(({ clock }) => (clock === null ? [] : [withoutKey(clock)]))
  return {
    now: new Date(first?.now ?? Number.NaN),
    zone: first?.zone ?? '',
    isActive: first?.isActive ?? false,
    clocks,
  }
}

const withoutKey = ({ organizationId: _, connectorId: __, ...clock }: typeof scheduleClocks.$inferSelect) => clock

/** Sets a clock; the caller holds the connector's lock. */
export async function saveClock(tx: OrganizationTransaction, connectorId: string, clock: ScheduleClock): Promise<void> {
  await tx
    .insert(scheduleClocks)
    .values({ organizationId: tx.organizationId, connectorId, ...clock })
    .onConflictDoUpdate({
      target: [scheduleClocks.organizationId, scheduleClocks.connectorId, scheduleClocks.kind],
      set: clock,
    })
}

/** Whether this time, or its day where a day has one run only, had its run. */
export async function hadItsRun(
  tx: OrganizationTransaction,
  connectorId: string,
  { kind, at, date }: { kind: ScheduleClock['kind']; at: Date; date: string | null },
): Promise<boolean> {
  const sameDay = date === null ? undefined : eq(runs.scheduledDate, date)
  const found = await tx
    .select({ id: runs.id })
    .from(runs)
    .where(
      and(
        eq(runs.organizationId, tx.organizationId),
        eq(runs.connectorId, connectorId),
        eq(runs.scheduleKind, kind),
        or(eq(runs.scheduledFor, at), sameDay),
      ),
    )
    .limit(1)
  return found.length > 0
}

/** The one clock that decides for all portals and workers: the database's. */
export async function databaseNow(tx: OrganizationTransaction): Promise<Date> {
  const [row] = await tx.execute<{ now: string }>(sql`select clock_timestamp()::text as now`)
  return new Date(row?.now ?? Number.NaN)
}
