import { and, desc, eq, gt, isNotNull, ne, type SQL, sql } from 'drizzle-orm'
import { runs, snapshotParts, snapshots } from '@/db/schema/runs'
import type { Anchor } from '@/lib/directory/anchor'
import type { ScopeProof } from '@/lib/directory/source'
import type { OrganizationTransaction } from './organization'
import { comparingAll } from './whole-run'

/** The last sealed snapshot of a connector, from which a quick import goes on. */
export type BaseSnapshot = {
  runId: string
  connectorVersion: number
  proofs: ScopeProof[]
  watermark: unknown
  fullReadAt: Date | null
  objects: number
}

/** That of the newest run but this one; null when none was ever sealed. */
export async function readBaseSnapshot(
  tx: OrganizationTransaction,
  connectorId: string,
  runId: string,
): Promise<BaseSnapshot | null> {
  const [base] = await tx
    .select({
      runId: snapshots.runId,
      connectorVersion: runs.connectorVersion,
      proofs: snapshots.proofs,
      watermark: snapshots.watermark,
      fullReadAt: snapshots.fullReadAt,
      objects: snapshots.objects,
    })
    .from(snapshots)
    .innerJoin(runs, and(eq(runs.organizationId, snapshots.organizationId), eq(runs.id, snapshots.runId)))
    .where(
      and(
        eq(snapshots.organizationId, tx.organizationId),
        eq(runs.organizationId, tx.organizationId),
        eq(runs.connectorId, connectorId),
        isNotNull(snapshots.sealedAt),
        ne(snapshots.runId, runId),
      ),
    )
    .orderBy(desc(runs.number))
    .limit(1)
  return base ?? null
}

/** The numbers of a snapshot's parts with the objects in each; empty when they are not as many objects as were sealed. */
export async function readParts(
  tx: OrganizationTransaction,
  base: Pick<BaseSnapshot, 'runId' | 'objects'>,
): Promise<{ part: number; objects: number }[]> {
  const parts = await tx
    .select({ part: snapshotParts.part, objects: snapshotParts.objects })
    .from(snapshotParts)
    .where(and(eq(snapshotParts.organizationId, tx.organizationId), eq(snapshotParts.runId, base.runId)))
    .orderBy(snapshotParts.part)
  const objects = parts.reduce((sum, part) => sum + part.objects, 0)
  return objects === base.objects ? parts : []
}

/** The number of a snapshot's next part after this one, or null. */
export async function readNextPart(tx: OrganizationTransaction, runId: string, after: number): Promise<number | null> {
  const [next] = await tx
    .select({ part: snapshotParts.part })
    .from(snapshotParts)
    .where(
      and(
        eq(snapshotParts.organizationId, tx.organizationId),
        eq(snapshotParts.runId, runId),
        gt(snapshotParts.part, after),
      ),
    )
    .orderBy(snapshotParts.part)
    .limit(1)
  return next?.part ?? null
}

/** One part's objects as records of lib/directory/known-objects, made in the database: thousands in one value. */
export async function readKnownObjects(tx: OrganizationTransaction, runId: string, part: number): Promise<Buffer> {
  const [row] = await tx.execute<{ records: Uint8Array | null }>(sql`
    select string_agg(uuid_send(anchor) || coalesce(uuid_send(parent), decode(repeat('00', 16), 'hex'))
      || int8send(usn_changed) || convert_to(left(kind, 1), 'UTF8'), ''::bytea) as records
    from snapshot_objects
    where organization_id = ${tx.organizationId} and run_id = ${runId} and part = ${part}`)
  return Buffer.from(row?.records ?? [])
}

/** The objects of a run, with whom they name as their manager and as who manages them; narrow, because all are compared. */
const objectsOf = (tx: OrganizationTransaction, runId: string): SQL => sql`
  select anchor, kind, dn, parent, members_fault, attributes -> 'manager' ->> 0 as manager,
    attributes -> 'managedBy' ->> 0 as managed_by
  from snapshot_objects where organization_id = ${tx.organizationId} and run_id = ${runId}`

/** Whom `objects` name, and whom lists name as their members. */
const namedIn = (tx: OrganizationTransaction, runId: string): SQL => sql`
  select objects.anchor, named.dn from objects cross join lateral (values (manager), (managed_by)) as named (dn)
    where named.dn is not null
  union all
  select m.list, m.dn from snapshot_members m
    where m.organization_id = ${tx.organizationId} and m.run_id = ${runId}`

/**
 * Objects whose values can change without a sign: they name somebody who was not read, their members are not known, or
 * they stand below something that was not read, so that their name does not follow from what is known.
 */
export async function readObjectsToReadAgain(
  tx: OrganizationTransaction,
  runId: string,
  roots: readonly Anchor[],
): Promise<Anchor[]> {
  const statement = sql`
    with objects as materialized (${objectsOf(tx, runId)}), named as (${namedIn(tx, runId)})
    select anchor from objects where members_fault is not null
    union
    select n.anchor from named n left join objects o on o.dn = n.dn where o.anchor is null
    union
    select o.anchor from objects o left join objects u on u.anchor = o.parent and u.kind = 'unit'
    where u.anchor is null and o.parent is not null and not ${anyOf(sql`o.anchor`, roots)}`
  const rows = await comparingAll(tx, () => tx.execute<{ anchor: Anchor }>(statement))
  return rows.map(row => row.anchor)
}

/** The objects that name one of these. */
export async function readObjectsNaming(
  tx: OrganizationTransaction,
  runId: string,
  anchors: readonly Anchor[],
): Promise<Anchor[]> {
  const statement = sql`
    with objects as materialized (${objectsOf(tx, runId)}), named as (${namedIn(tx, runId)})
    select distinct n.anchor from named n join objects o on o.dn = n.dn
    where ${anyOf(sql`o.anchor`, anchors)}`
  const rows = await comparingAll(tx, () => tx.execute<{ anchor: Anchor }>(statement))
  return rows.map(row => row.anchor)
}

/** Whether a column holds one of many identities; they go as one value, whatever their number. */
export const anyOf = (column: SQL, anchors: readonly Anchor[]): SQL =>
  sql`${column} in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(anchors)}::jsonb))`
