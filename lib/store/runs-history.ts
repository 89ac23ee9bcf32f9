import { and, desc, eq, inArray, isNotNull, notInArray, sql } from 'drizzle-orm'
import { runs, snapshots } from '@/db/schema/runs'
import { removalKinds } from '@/lib/sync/change'
import { activeStates } from '@/lib/sync/run-state'
import type { OrganizationTransaction } from './organization'
import type { Run } from './runs'

/** The connector's newest run that was carried out, or null. */
export async function readLastApplied(tx: OrganizationTransaction, connectorId: string): Promise<Run | null> {
  const [run] = await tx
    .select()
    .from(runs)
    .where(
      and(
        eq(runs.organizationId, tx.organizationId),
        eq(runs.connectorId, connectorId),
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
