import { and, desc, eq, inArray, isNotNull, lt, notInArray, type SQL, sql } from 'drizzle-orm'
import { runs, snapshots } from '@/db/schema/runs'
import { removalKinds } from '@/lib/sync/change'
import { activeStates, type RunReport, waitingStates } from '@/lib/sync/run-state'
import type { OrganizationTransaction } from './organization'
import { isOfDay } from './run-days'
import type { Run } from './runs'

/** Which runs of the history; what is absent does not narrow. */
export type RunFilter = {
  result?: RunResult | undefined
  kind?: Run['kind'] | undefined
  connectorId?: string | undefined
  /** Only runs that changed something, that ended somebody's access, or that found problems. */
  having?: 'changes' | 'deactivations' | 'problems' | undefined
  /** Only the runs that this day counts (`2026-11-24`, as the time zone has it). */
  day?: { day: string; timeZone: string } | undefined
}
export const runResults = ['finished', 'waiting', 'failed', 'other'] as const
export type RunResult = (typeof runResults)[number]

const endedWell = ['finished', 'approved'] as const
const statesOf: Record<RunResult, SQL> = {
  finished: inArray(runs.state, [...endedWell]),
  waiting: inArray(runs.state, [...waitingStates]),
  failed: eq(runs.state, 'failed'),
  other: notInArray(runs.state, [...activeStates, ...endedWell, ...waitingStates, 'failed']),
}
const counted = (...counters: (keyof RunReport)[]) =>
  sql.raw(`(${counters.map(name => `coalesce((report ->> '${name}')::int, 0)`).join(' + ')}) > 0`)
const ended = ['deactivatedRead', 'deactivatedAbsent'] as const
const having = {
  changes: counted('added', 'linked', 'updated', 'reactivated', 'released', ...ended),
  deactivations: counted(...ended),
  problems: counted('problems'),
}

/** Runs of the history, the newest first, from below a number on, and whether there are older ones. */
export async function pageOfRuns(
  tx: OrganizationTransaction,
  filter: RunFilter,
  { limit, below }: { limit: number; below?: number | undefined },
): Promise<{ rows: Run[]; more: boolean }> {
  const found = await tx
    .select()
    .from(runs)
    .where(
      and(
        eq(runs.organizationId, tx.organizationId),
        below === undefined ? undefined : lt(runs.number, below),
        filter.result && statesOf[filter.result],
        filter.kind && eq(runs.kind, filter.kind),
        filter.connectorId === undefined ? undefined : eq(runs.connectorId, filter.connectorId),
        filter.having && having[filter.having],
        filter.day && isOfDay(filter.day.day, filter.day.timeZone),
      ),
    )
    .orderBy(desc(runs.number))
    .limit(limit + 1)
  return { rows: found.slice(0, limit), more: found.length > limit }
}

/** The connector's newest run that was carried out, or the newest before the run of this number; or null. */
export async function readLastApplied(
  tx: OrganizationTransaction,
  connectorId: string,
  below?: number,
): Promise<Run | null> {
  const [run] = await tx
    .select()
    .from(runs)
    .where(
      and(
        eq(runs.organizationId, tx.organizationId),
        eq(runs.connectorId, connectorId),
        below === undefined ? undefined : lt(runs.number, below),
        inArray(runs.kind, ['synchronize', 'approved']),
        eq(runs.state, 'finished'),
      ),
    )
    .orderBy(desc(runs.number))
    .limit(1)
  return run ?? null
}

/** The connector's newest run that has ended and whose complete read is kept, or null. */
export async function readLastRead(tx: OrganizationTransaction, connectorId: string): Promise<Run | null> {
  const [found] = await tx
    .select({ run: runs })
    .from(runs)
    .innerJoin(snapshots, and(eq(snapshots.organizationId, runs.organizationId), eq(snapshots.runId, runs.id)))
    .where(
      and(
        eq(runs.organizationId, tx.organizationId),
        eq(snapshots.organizationId, tx.organizationId),
        eq(runs.connectorId, connectorId),
        notInArray(runs.state, [...activeStates]),
        isNotNull(snapshots.sealedAt),
      ),
    )
    .orderBy(desc(runs.number))
    .limit(1)
  return found?.run ?? null
}

/** People whom this connector's other runs removed since then. */
export async function countRemovalsSince(
  tx: OrganizationTransaction,
  { connectorId, runId, since }: { connectorId: string; runId: string; since: Date },
): Promise<number> {
  const [row] = await tx.execute<{ people: number }>(sql`
    select count(distinct c.anchor)::int as people from changes c
    join runs r on r.organization_id = c.organization_id and r.id = c.run_id
    where r.organization_id = ${tx.organizationId} and r.connector_id = ${connectorId} and r.id <> ${runId}
      and r.created_at > ${since.toISOString()}::timestamptz - interval '2 days'
      and c.organization_id = ${tx.organizationId} and c.state = 'applied' and c.kind in ${[...removalKinds]}
      and c.applied_at > ${since.toISOString()}::timestamptz`)
  return row?.people ?? 0
}

/**
 * The enabled, linked accounts at the start of the time since then: what the first plan in it counted.
 * @returns null when no plan that found anybody was made in it
 */
export async function readLinkedAt(
  tx: OrganizationTransaction,
  { connectorId, runId, since }: { connectorId: string; runId: string; since: Date },
): Promise<number | null> {
  const [row] = await tx.execute<{ linked: number }>(sql`
    select (tally ->> 'linked')::int as linked from runs
    where organization_id = ${tx.organizationId} and connector_id = ${connectorId} and id <> ${runId}
      and started_at > ${since.toISOString()}::timestamptz and (tally ->> 'linked')::int > 0
    order by started_at, id limit 1`)
  return row?.linked ?? null
}
