import { and, asc, eq, gte, max, sql } from 'drizzle-orm'
import { importUnits, snapshotMembers, snapshotObjects, snapshotParts, snapshots } from '@/db/schema/runs'
import type { Anchor } from '@/lib/directory/anchor'
import type { DirectoryIdentity } from '@/lib/directory/source'
import type { OrganizationTransaction } from './organization'

export type ImportUnit = Omit<typeof importUnits.$inferSelect, 'organizationId' | 'runId' | 'root'> & {
  root: Anchor | null
}
export type NewImportUnit = Pick<ImportUnit, 'number' | 'kind' | 'scope' | 'root' | 'rootDn' | 'part'>

/** The units of a run's read, in the order of their numbers; none where it is not done in slots. */
export async function readImportUnits(tx: OrganizationTransaction, runId: string): Promise<ImportUnit[]> {
  const rows = await tx
    .select()
    .from(importUnits)
    .where(and(eq(importUnits.organizationId, tx.organizationId), eq(importUnits.runId, runId)))
    .orderBy(asc(importUnits.number))
  return rows.map(({ organizationId: _, runId: __, root, ...row }) => ({ ...row, root: root as Anchor | null }))
}

export async function insertImportUnits(
  tx: OrganizationTransaction,
  runId: string,
  units: readonly NewImportUnit[],
): Promise<void> {
  if (units.length === 0) return
  await tx.insert(importUnits).values(units.map(unit => ({ ...unit, organizationId: tx.organizationId, runId })))
}

export async function updateImportUnit(
  tx: OrganizationTransaction,
  runId: string,
  number: number,
  values: Partial<Pick<ImportUnit, 'state' | 'failures' | 'firstPart' | 'proof' | 'startUsn'>>,
): Promise<void> {
  await tx
    .update(importUnits)
    .set(values)
    .where(one(tx, runId, number))
}

export async function deleteImportUnit(tx: OrganizationTransaction, runId: string, number: number): Promise<void> {
  await tx.delete(importUnits).where(one(tx, runId, number))
}

const one = (tx: OrganizationTransaction, runId: string, number: number) =>
  and(eq(importUnits.organizationId, tx.organizationId), eq(importUnits.runId, runId), eq(importUnits.number, number))

/** The number that the next part of staging gets. */
export async function nextPart(tx: OrganizationTransaction, runId: string): Promise<number> {
  const [row] = await tx
    .select({ last: max(snapshotParts.part) })
    .from(snapshotParts)
    .where(and(eq(snapshotParts.organizationId, tx.organizationId), eq(snapshotParts.runId, runId)))
  return (row?.last ?? 0) + 1
}

/** Takes out of staging what parts from this one on brought; what they only renewed stays as it is now. */
export async function deletePartsFrom(tx: OrganizationTransaction, runId: string, part: number): Promise<void> {
  const ofRun = (table: typeof snapshotObjects | typeof snapshotParts) =>
    and(eq(table.organizationId, tx.organizationId), eq(table.runId, runId), gte(table.part, part))
  await tx.delete(snapshotMembers).where(
    and(
      eq(snapshotMembers.organizationId, tx.organizationId),
      eq(snapshotMembers.runId, runId),
      sql`${snapshotMembers.list} in (select anchor from snapshot_objects
        where organization_id = ${tx.organizationId} and run_id = ${runId} and part >= ${part})`,
    ),
  )
  await tx.delete(snapshotObjects).where(ofRun(snapshotObjects))
  await tx.delete(snapshotParts).where(ofRun(snapshotParts))
}

/** What an attempt that was too slow brought, by the numbers with which it was created. */
export type Sample = { objects: number; middle: string | null; highest: string | null; withoutNumber: number }

/** Measures what parts from this one on brought. */
export async function sampleParts(tx: OrganizationTransaction, runId: string, part: number): Promise<Sample> {
  const [row] = await tx.execute<Sample>(sql`
    with brought as (
      select (attributes -> 'uSNCreated' ->> 0)::bigint as created from snapshot_objects
      where organization_id = ${tx.organizationId} and run_id = ${runId} and part >= ${part}
    )
    select count(*)::int as objects, percentile_disc(0.5) within group (order by created)::text as middle,
      max(created)::text as highest, (count(*) filter (where created is null))::int as "withoutNumber"
    from brought`)
  return row ?? { objects: 0, middle: null, highest: null, withoutNumber: 0 }
}

/** Remembers who answered first: the whole read counts by this server's numbers. */
export async function noteIdentity(
  tx: OrganizationTransaction,
  runId: string,
  identity: DirectoryIdentity,
): Promise<void> {
  await tx
    .update(snapshots)
    .set({ identity })
    .where(and(eq(snapshots.organizationId, tx.organizationId), eq(snapshots.runId, runId)))
}

/** Where something stands: in which unit, and under which name. */
export type Place = { parent: Anchor | null; dn: string }

/** Where units of the directory stand in staging; who is not in the answer is not staged. */
export async function readStagedPlaces(
  tx: OrganizationTransaction,
  runId: string,
  units: readonly Anchor[],
): Promise<Map<Anchor, Place>> {
  const rows = await tx.execute<{ anchor: Anchor } & Place>(sql`
    select anchor, parent, dn from snapshot_objects
    where organization_id = ${tx.organizationId} and run_id = ${runId}
      and anchor in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(units)}::text::jsonb))`)
  return new Map(rows.map(({ anchor, ...place }) => [anchor, place]))
}
