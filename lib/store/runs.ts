import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import { runs } from '@/db/schema/runs'
import { activeStates, waitingStates } from '@/lib/sync/run-state'
import type { OrganizationTransaction } from './organization'

/** A run as stored; its times are Dates, its report and holds the values of lib/sync. */
export type Run = typeof runs.$inferSelect
type NewRun = Pick<
  typeof runs.$inferInsert,
  | 'id'
  | 'connectorId'
  | 'connectorVersion'
  | 'kind'
  | 'cause'
  | 'first'
  | 'requestedBy'
  | 'approvesRunId'
  | 'revertsRunId'
  | 'quick'
  | 'scheduleKind'
  | 'scheduledFor'
  | 'scheduledDate'
  | 'missed'
>

/** The run, or null when this organization has none with that id. */
export async function readRun(tx: OrganizationTransaction, runId: string): Promise<Run | null> {
  const [run] = await tx
    .select()
    .from(runs)
    .where(and(eq(runs.organizationId, tx.organizationId), eq(runs.id, runId)))
  return run ?? null
}

/** The run that people call "run 12". */
export async function readRunByNumber(tx: OrganizationTransaction, number: number): Promise<Run | null> {
  const [run] = await tx
    .select()
    .from(runs)
    .where(and(eq(runs.organizationId, tx.organizationId), eq(runs.number, number)))
  return run ?? null
}

/** Newest first. */
export async function listRuns(
  tx: OrganizationTransaction,
  { connectorId, limit }: { connectorId?: string; limit: number },
): Promise<Run[]> {
  const ofConnector = connectorId === undefined ? undefined : eq(runs.connectorId, connectorId)
  return tx
    .select()
    .from(runs)
    .where(and(eq(runs.organizationId, tx.organizationId), ofConnector))
    .orderBy(desc(runs.number))
    .limit(limit)
}

/** The connector's run that has work left, or null; there is at most one. */
export async function readActiveRun(tx: OrganizationTransaction, connectorId: string): Promise<Run | null> {
  const [run] = await tx
    .select()
    .from(runs)
    .where(
      and(
        eq(runs.organizationId, tx.organizationId),
        eq(runs.connectorId, connectorId),
        inArray(runs.state, [...activeStates]),
      ),
    )
  return run ?? null
}

/** Runs with work left, and plans that wait for a person. */
export async function listUnfinished(tx: OrganizationTransaction): Promise<string[]> {
  const found = await tx
    .select({ id: runs.id })
    .from(runs)
    .where(and(eq(runs.organizationId, tx.organizationId), inArray(runs.state, [...activeStates, ...waitingStates])))
    .orderBy(runs.number)
  return found.map(({ id }) => id)
}

/** Takes the row's lock, so that two decisions about one plan follow each other. */
export async function lockRun(tx: OrganizationTransaction, runId: string): Promise<Run | null> {
  const [run] = await tx
    .select()
    .from(runs)
    .where(and(eq(runs.organizationId, tx.organizationId), eq(runs.id, runId)))
    .for('update')
  return run ?? null
}

/**
 * Stores a queued run under the organization's next number. The partial unique index refuses a second active run of the
 * connector, whoever wins the race.
 * @returns null when the connector already has an active run
 */
export async function insertRun(tx: OrganizationTransaction, run: NewRun): Promise<Run | null> {
  // Two connectors may start at once; the second one waits here for the first one's number.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`run-number ${tx.organizationId}`}, 0))`)
  const newest = sql`(select coalesce(max(number), 0) from runs where organization_id = ${tx.organizationId})`
  const [stored] = await tx
    .insert(runs)
    .values({ ...run, organizationId: tx.organizationId, number: sql`${newest} + 1` })
    .onConflictDoNothing()
    .returning()
  return stored ?? null
}

/** So many more rows of its plan are carried out, or failed. */
export async function countDone(tx: OrganizationTransaction, runId: string, rows: number): Promise<void> {
  await tx.execute(sql`
    update runs set progress = jsonb_set(progress, '{done}', to_jsonb((progress ->> 'done')::int + ${rows}))
    where organization_id = ${tx.organizationId} and id = ${runId}`)
}

/** Sets columns of a run; the caller holds its fence or its lock. */
export async function updateRun(
  tx: OrganizationTransaction,
  runId: string,
  values: Partial<typeof runs.$inferInsert>,
): Promise<void> {
  await tx
    .update(runs)
    .set(values)
    .where(and(eq(runs.organizationId, tx.organizationId), eq(runs.id, runId)))
}

/** A newer plan replaces those of the connector that still wait for a person, or of these the ones of quick runs only. */
export async function supersedeWaitingRuns(
  tx: OrganizationTransaction,
  connectorId: string,
  which: 'all' | 'quick',
): Promise<void> {
  await tx
    .update(runs)
    .set({ state: 'superseded' })
    .where(
      and(
        eq(runs.organizationId, tx.organizationId),
        eq(runs.connectorId, connectorId),
        inArray(runs.state, [...waitingStates]),
        which === 'quick' ? eq(runs.quick, true) : undefined,
      ),
    )
}
