import { and, count, desc, eq, inArray, isNotNull, notInArray, sql } from 'drizzle-orm'
import {
  importUnits,
  mappedPeople,
  runs,
  snapshotMembers,
  snapshotObjects,
  snapshotParts,
  snapshots,
} from '@/db/schema/runs'
import type { Anchor } from '@/lib/directory/anchor'
import type { DirectoryIdentity, DirectoryObject, ScopeProof } from '@/lib/directory/source'
import { type ReachRequest, reachedPeople } from './list-reach'
import type { OrganizationTransaction } from './organization'
import { eachPageOf } from './whole-run'

export type Snapshot = typeof snapshots.$inferSelect

const staged = [importUnits, snapshotMembers, snapshotObjects, snapshotParts, mappedPeople, snapshots] as const
const ofRun = (tx: OrganizationTransaction, table: (typeof staged)[number], runId: string) =>
  and(eq(table.organizationId, tx.organizationId), eq(table.runId, runId))

/** Begins reading: whatever an earlier attempt of this run staged is gone. */
export async function startSnapshot(tx: OrganizationTransaction, runId: string): Promise<void> {
  for (const table of staged) await tx.delete(table).where(ofRun(tx, table, runId))
  await tx.insert(snapshots).values({ organizationId: tx.organizationId, runId })
}

export async function readSnapshot(tx: OrganizationTransaction, runId: string): Promise<Snapshot | null> {
  const [snapshot] = await tx
    .select()
    .from(snapshots)
    .where(ofRun(tx, snapshots, runId))
  return snapshot ?? null
}

export type Seal = Pick<Snapshot, 'method' | 'baseRunId' | 'watermark' | 'fullReadAt'> & {
  identity: DirectoryIdentity
  proofs: ScopeProof[]
}

/** Seals with the proofs of every scope, and with the watermark that belongs to exactly these rows. */
export async function sealSnapshot(tx: OrganizationTransaction, runId: string, seal: Seal): Promise<void> {
  const counted = await countParts(tx, runId)
  await tx
    .update(snapshots)
    .set({ ...seal, ...counted, sealedAt: sql`now()` })
    .where(ofRun(tx, snapshots, runId))
}

/** How many people stand in staging. */
export const countStagedPeople = async (tx: OrganizationTransaction, runId: string): Promise<number> =>
  (await countParts(tx, runId))?.people ?? 0

async function countParts(tx: OrganizationTransaction, runId: string) {
  const [counted] = await tx
    .select({
      parts: count(),
      objects: sql<number>`coalesce(sum(${snapshotParts.objects}), 0)::int`,
      people: sql<number>`coalesce(sum(${snapshotParts.people}), 0)::int`,
    })
    .from(snapshotParts)
    .where(ofRun(tx, snapshotParts, runId))
  return counted
}

/**
 * The fingerprint of a part's rows: which objects it brought, in whatever order. Every object stands there once, so none can
 * hide another. Used when staging and again when recounting.
 */
export const partHash = 'coalesce(bit_xor(uuid_hash_extended(anchor, 0)), 0)::text'

/** How many parts, and lists, no longer hold exactly the rows they were staged with; 0 = undamaged. */
export async function countDamagedParts(tx: OrganizationTransaction, runId: string): Promise<number> {
  const [answer] = await tx.execute<{ damaged: number }>(sql`
    with rows as (
      select part, count(*)::int as objects, count(*) filter (where kind = 'person')::int as people, ${sql.raw(partHash)} as hash
      from snapshot_objects where organization_id = ${tx.organizationId} and run_id = ${runId} group by part
    ), parts as (
      select part, objects, people, hash from snapshot_parts
      where organization_id = ${tx.organizationId} and run_id = ${runId} and objects > 0
    ), lists as (
      select anchor as list, members from snapshot_objects
      where organization_id = ${tx.organizationId} and run_id = ${runId} and kind = 'list'
    ), held as (
      select list, count(*)::int as members from snapshot_members
      where organization_id = ${tx.organizationId} and run_id = ${runId} group by list
    )
    select (select count(*)::int from rows full join parts using (part)
        where (rows.objects, rows.people, rows.hash) is distinct from (parts.objects, parts.people, parts.hash))
      + (select count(*)::int from lists full join held using (list)
        where lists.list is null or coalesce(lists.members, 0) <> coalesce(held.members, 0)) as damaged`)
  return answer?.damaged ?? 0
}

/** A person of the read, and the chosen list that reaches them. */
export type StagedPerson = { object: DirectoryObject; list: Anchor | null }

/** Everyone who was read and is not mapped yet, in pages and in no order; the next page comes while one is looked at. */
export async function eachUnmappedPage(
  tx: OrganizationTransaction,
  runId: string,
  pageSize: number,
  reach: ReachRequest | null,
  take: (people: StagedPerson[]) => Promise<void>,
): Promise<void> {
  const columns = sql`o.anchor, kind, dn, parent, usn_changed as "usnChanged", attributes, cleaned`
  const everyone = sql`o.organization_id = ${tx.organizationId} and o.run_id = ${runId} and o.kind = 'person'
    and not exists (select from mapped_people m
      where m.organization_id = ${tx.organizationId} and m.run_id = ${runId} and m.anchor = o.anchor)`
  const statement =
    reach === null || reach.lists.length === 0
      ? sql`select ${columns}, null as list from snapshot_objects o where ${everyone}`
      : sql`select ${columns}, reached.list from snapshot_objects o
          left join (${reachedPeople(tx.organizationId, reach)}) reached on reached.anchor = o.anchor where ${everyone}`
  await eachPageOf<StagedObject & Pick<StagedPerson, 'list'>>(tx, statement, pageSize, rows =>
    take(rows.map(row => ({ object: toObject(row), list: row.list }))),
  )
}

/** One person as this run read it, or null. */
export async function readStagedPerson(
  tx: OrganizationTransaction,
  runId: string,
  anchor: Anchor,
): Promise<DirectoryObject | null> {
  const [row] = await tx
    .select()
    .from(snapshotObjects)
    .where(
      and(ofRun(tx, snapshotObjects, runId), eq(snapshotObjects.kind, 'person'), eq(snapshotObjects.anchor, anchor)),
    )
  return row ? toObject(row) : null
}

type StagedObject = Pick<
  typeof snapshotObjects.$inferSelect,
  'anchor' | 'kind' | 'dn' | 'parent' | 'attributes' | 'cleaned'
> & { usnChanged: bigint | string }

const toObject = (row: StagedObject): DirectoryObject => ({
  anchor: row.anchor as Anchor,
  kind: row.kind,
  dn: row.dn,
  parent: row.parent as Anchor | null,
  usnChanged: row.usnChanged.toString(),
  deleted: false,
  attributes: row.attributes,
  cleaned: row.cleaned,
})

export type StagedUnit = { anchor: Anchor; parent: Anchor | null; dn: string; scope: number }

/** Every unit that was read: thousands where people are a million, so they are kept in memory while planning. */
export async function readStagedUnits(tx: OrganizationTransaction, runId: string): Promise<StagedUnit[]> {
  const rows = await tx
    .select({
      anchor: snapshotObjects.anchor,
      parent: snapshotObjects.parent,
      dn: snapshotObjects.dn,
      scope: snapshotObjects.scope,
    })
    .from(snapshotObjects)
    .where(and(ofRun(tx, snapshotObjects, runId), eq(snapshotObjects.kind, 'unit')))
  return rows.map(row => ({ ...row, anchor: row.anchor as Anchor, parent: row.parent as Anchor | null }))
}

/** Deletes what the connector's older runs staged, but for the last sealed read; plans and reports stay. */
export async function deleteOldSnapshots(
  tx: OrganizationTransaction,
  connectorId: string,
  keep: number,
): Promise<void> {
  const ofConnector = and(
    eq(runs.organizationId, tx.organizationId),
    eq(runs.connectorId, connectorId),
    isNotNull(runs.startedAt),
  )
  const newest = await tx.select({ id: runs.id }).from(runs).where(ofConnector).orderBy(desc(runs.number)).limit(keep)
  const sealed = await tx
    .select({ id: runs.id })
    .from(runs)
    .innerJoin(snapshots, and(eq(snapshots.organizationId, runs.organizationId), eq(snapshots.runId, runs.id)))
    .where(and(ofConnector, eq(snapshots.organizationId, tx.organizationId), isNotNull(snapshots.sealedAt)))
    .orderBy(desc(runs.number))
    .limit(1)
  const kept = [...newest, ...sealed].map(run => run.id)
  const older = tx
    .select({ id: runs.id })
    .from(runs)
    .where(and(ofConnector, kept.length > 0 ? notInArray(runs.id, kept) : undefined))
  for (const table of [importUnits, snapshotMembers, snapshotObjects, snapshotParts, mappedPeople] as const)
    await tx.delete(table).where(and(eq(table.organizationId, tx.organizationId), inArray(table.runId, older)))
}
