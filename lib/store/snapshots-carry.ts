import { type SQL, sql } from 'drizzle-orm'
import type { Anchor } from '@/lib/directory/anchor'
import type { OrganizationTransaction } from './organization'
import { partHash } from './snapshots'
import { anyOf } from './snapshots-base'
import { comparingAll } from './whole-run'

/** A snapshot that is being made of another one. Parts above `staged` hold what was carried over. */
export type Carrying = { runId: string; baseRunId: string; staged: number }

/** What was known and is not there any more. `dn` and its key: where it is now; null = nowhere, as far as anybody saw. */
export type Gone = { anchor: Anchor; found: 'deleted' | 'moved' | 'absent'; dn: string | null; dnKey: string | null }

/** What makes names change: objects that are not there any more, and whether any that was carried over got another name. */
export type Renaming = { gone: readonly Gone[]; carried: boolean }

/** The highest part that was staged so far. */
export async function readLastPart(tx: OrganizationTransaction, runId: string): Promise<number> {
  const [row] = await tx.execute<{ part: number }>(sql`
    select coalesce(max(part), 0)::int as part from snapshot_parts
    where organization_id = ${tx.organizationId} and run_id = ${runId}`)
  return row?.part ?? 0
}

/** Which objects of the base were read anew, by the part in which it has them. */
export async function readAnew(
  tx: OrganizationTransaction,
  { runId, baseRunId, staged }: Carrying,
): Promise<{ part: number; anchors: Anchor[] }[]> {
  const statement = sql`
    select base.part, array_agg(base.anchor) as anchors
    from snapshot_objects base join snapshot_objects anew on anew.anchor = base.anchor
    where base.organization_id = ${tx.organizationId} and base.run_id = ${baseRunId}
      and anew.organization_id = ${tx.organizationId} and anew.run_id = ${runId} and anew.part <= ${staged}
    group by base.part`
  return staged === 0
    ? []
    : [...(await comparingAll(tx, () => tx.execute<{ part: number; anchors: Anchor[] }>(statement)))]
}

/** Carries some parts of the base over into one, but for those objects which were read anew or have gone; with their members. */
export async function carryParts(
  tx: OrganizationTransaction,
  { runId, baseRunId }: Carrying,
  { from, to, part, but }: { from: number; to: number; part: number; but: readonly Anchor[] },
): Promise<void> {
  // As while staging: sealing waits for the disk, and by then it has everything that was written before.
  await tx.execute(sql`set local synchronous_commit = off`)
  await tx.execute(sql`
    insert into snapshot_objects (organization_id, run_id, part, anchor, kind, scope, dn, dn_key, parent, usn_changed,
      attributes, cleaned, members, members_fault)
    select organization_id, ${runId}, ${part}, anchor, kind, scope, dn, dn_key, parent, usn_changed, attributes, cleaned,
      members, members_fault
    from snapshot_objects
    where organization_id = ${tx.organizationId} and run_id = ${baseRunId} and part between ${from} and ${to}
      and not ${anyOf(sql`anchor`, but)}`)
  await tx.execute(sql`
    insert into snapshot_members (organization_id, run_id, list, position, dn, dn_key)
    select m.organization_id, ${runId}, m.list, m.position, m.dn, m.dn_key
    from snapshot_members m join snapshot_objects o on o.organization_id = m.organization_id and o.anchor = m.list
    where m.organization_id = ${tx.organizationId} and m.run_id = ${baseRunId}
      and o.organization_id = ${tx.organizationId} and o.run_id = ${runId} and o.part = ${part} and o.kind = 'list'`)
}

export type CarriedObject = { anchor: Anchor; dn: string; parent: Anchor }

/** What was carried over and stands directly below one of these units, in the order of the anchors. */
export async function readCarriedBelow(
  tx: OrganizationTransaction,
  { runId, staged }: Carrying,
  { parents, after, limit }: { parents: readonly Anchor[]; after: Anchor | null; limit: number },
): Promise<CarriedObject[]> {
  const rows = await tx.execute<CarriedObject>(sql`
    select anchor, dn, parent from snapshot_objects
    where organization_id = ${tx.organizationId} and run_id = ${runId} and part > ${staged} and kind <> 'unit'
      and ${anyOf(sql`parent`, parents)} ${after === null ? sql`` : sql`and anchor > ${after}`}
    order by anchor limit ${limit}`)
  return [...rows]
}

export type Renamed = { anchor: Anchor; dn: string; dnKey: string; scope: number }

/** Gives objects the names and scopes that follow from where their units are now. */
export async function renameObjects(
  tx: OrganizationTransaction,
  runId: string,
  renamed: readonly Renamed[],
): Promise<void> {
  if (renamed.length === 0) return
  await tx.execute(sql`
    update snapshot_objects o set dn = r.dn, dn_key = r."dnKey", scope = r.scope
    from jsonb_to_recordset(${JSON.stringify(renamed)}::jsonb) as r (anchor uuid, dn text, "dnKey" text, scope integer)
    where o.organization_id = ${tx.organizationId} and o.run_id = ${runId} and o.anchor = r.anchor`)
}

/** How many of those carried over stand below nothing that is still there: `standing` are the roots and every unit. */
export async function countUnplaced(
  tx: OrganizationTransaction,
  { runId, staged }: Carrying,
  { roots, standing }: { roots: readonly Anchor[]; standing: readonly Anchor[] },
): Promise<number> {
  const statement = sql`
    select count(*)::int as objects from snapshot_objects
    where organization_id = ${tx.organizationId} and run_id = ${runId} and part > ${staged}
      and parent is not null and not ${anyOf(sql`anchor`, roots)} and not ${anyOf(sql`parent`, standing)}`
  const [row] = await comparingAll(tx, () => tx.execute<{ objects: number }>(statement))
  return row?.objects ?? 0
}

/**
 * Whose name is another one now, and what it is; null for the deleted, whom nobody names any more. Of the absent nothing is
 * known: whoever names them was read anew. What was carried over keeps its name unless one of its units moved.
 */
const changedNames = (
  tx: OrganizationTransaction,
  { runId, baseRunId, staged }: Carrying,
  { gone, carried }: Renaming,
): SQL => sql`
  select b.dn as old, n.dn as dn, n.dn_key as dn_key
  from snapshot_objects b join snapshot_objects n on n.organization_id = b.organization_id and n.anchor = b.anchor
  where b.organization_id = ${tx.organizationId} and b.run_id = ${baseRunId}
    and n.organization_id = ${tx.organizationId} and n.run_id = ${runId} and b.dn <> n.dn
    ${carried ? sql`` : sql`and n.part <= ${staged}`}
  union all
  select b.dn, g.dn, g."dnKey"
  from jsonb_to_recordset(${JSON.stringify(gone)}::jsonb) as g (anchor uuid, found text, dn text, "dnKey" text)
    join snapshot_objects b on b.anchor = g.anchor
  where b.organization_id = ${tx.organizationId} and b.run_id = ${baseRunId} and g.found <> 'absent'
    and b.dn is distinct from g.dn`

/** Characters that are taken out of values (lib/directory/values): a name with one is written otherwise in a value. */
const unclear = String.raw`[\u0001-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffd]`

/** How many changed names there are, and how many of them are written otherwise where they are values. */
export async function countChangedNames(
  tx: OrganizationTransaction,
  carrying: Carrying,
  renaming: Renaming,
): Promise<{ changed: number; unclear: number }> {
  const statement = sql`
    with changed as (${changedNames(tx, carrying, renaming)})
    select count(*)::int as changed, count(*) filter (where dn ~ ${unclear})::int as unclear from changed`
  const [row] = await comparingAll(tx, () => tx.execute<{ changed: number; unclear: number }>(statement))
  return row ?? { changed: 0, unclear: 0 }
}

/** Writes the changed names wherever what was carried over names them: in an attribute that names one object. */
export async function renameInAttribute(
  tx: OrganizationTransaction,
  carrying: Carrying,
  renaming: Renaming,
  attribute: string,
): Promise<void> {
  const statement = sql`
    with changed as materialized (${changedNames(tx, carrying, renaming)})
    update snapshot_objects o set attributes = case when changed.dn is null then o.attributes - ${attribute}::text
      else jsonb_set(o.attributes, array[${attribute}::text], jsonb_build_array(changed.dn)) end
    from changed
    where o.organization_id = ${tx.organizationId} and o.run_id = ${carrying.runId} and o.part > ${carrying.staged}
      and o.attributes -> ${attribute}::text ->> 0 = changed.old`
  await comparingAll(tx, () => tx.execute(statement))
}

/** The same among the members of lists. Who was deleted is a member no more, and the others move up. */
export async function renameInMembers(
  tx: OrganizationTransaction,
  carrying: Carrying,
  renaming: Renaming,
): Promise<void> {
  const carried = sql`select anchor from snapshot_objects where organization_id = ${tx.organizationId}
    and run_id = ${carrying.runId} and part > ${carrying.staged} and kind = 'list'`
  const shortened = await comparingAll(tx, () =>
    tx.execute<{ list: Anchor }>(sql`
      with changed as materialized (${changedNames(tx, carrying, renaming)}), renamed as (
        update snapshot_members m set dn = changed.dn, dn_key = changed.dn_key from changed
        where m.organization_id = ${tx.organizationId} and m.run_id = ${carrying.runId} and m.list in (${carried})
          and changed.dn is not null and m.dn = changed.old
      ), removed as (
        delete from snapshot_members m using changed
        where m.organization_id = ${tx.organizationId} and m.run_id = ${carrying.runId} and m.list in (${carried})
          and changed.dn is null and m.dn = changed.old
        returning m.list
      )
      select distinct list from removed`),
  )
  const lists = shortened.map(row => row.list)
  if (lists.length > 0) await closeGaps(tx, carrying.runId, lists)
}

/** Positions count from 1 without gaps; they pass through negative numbers so that no two are equal at any moment. */
async function closeGaps(tx: OrganizationTransaction, runId: string, lists: readonly Anchor[]): Promise<void> {
  const ofRun = sql`organization_id = ${tx.organizationId} and run_id = ${runId}`
  await tx.execute(sql`
    update snapshot_members m set position = -counted.position
    from (select list, position as old, row_number() over (partition by list order by position) as position
      from snapshot_members where ${ofRun} and ${anyOf(sql`list`, lists)}) counted
    where m.organization_id = ${tx.organizationId} and m.run_id = ${runId} and m.list = counted.list
      and m.position = counted.old`)
  await tx.execute(sql`update snapshot_members set position = -position where ${ofRun} and position < 0`)
  await tx.execute(sql`
    update snapshot_objects o set members = (select count(*) from snapshot_members m
      where m.organization_id = o.organization_id and m.run_id = o.run_id and m.list = o.anchor)
    where o.organization_id = ${tx.organizationId} and o.run_id = ${runId} and ${anyOf(sql`o.anchor`, lists)}`)
}

/** Counts the parts that were carried over, as those that were staged were counted when they came. */
export async function countCarriedParts(tx: OrganizationTransaction, { runId, staged }: Carrying): Promise<void> {
  await tx.execute(sql`
    insert into snapshot_parts (organization_id, run_id, part, objects, people, hash)
    select organization_id, run_id, part, count(*), count(*) filter (where kind = 'person'), ${sql.raw(partHash)}
    from snapshot_objects
    where organization_id = ${tx.organizationId} and run_id = ${runId} and part > ${staged}
    group by organization_id, run_id, part`)
}

export type ScopeCount = { scope: number; objects: number; people: number; lists: number }

/** What the snapshot holds of each scope. */
export async function countByScope(tx: OrganizationTransaction, runId: string): Promise<ScopeCount[]> {
  const rows = await tx.execute<ScopeCount>(sql`
    select scope, count(*)::int as objects, count(*) filter (where kind = 'person')::int as people,
      count(*) filter (where kind = 'list')::int as lists
    from snapshot_objects where organization_id = ${tx.organizationId} and run_id = ${runId} group by scope`)
  return [...rows]
}
