import { eq, sql } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { connectors } from '@/db/schema'
import { databaseMarks } from '@/db/schema/runs'
import type { OrganizationTransaction } from './organization'

const one = 1
/** A server that took over from another one lost seconds; a backup is older. */
const takeoverMinutes = 10

/**
 * Whether this is an earlier state of the database. A dump that was loaded, however it was, has the mark's row written by
 * another transaction than the one it names; a server brought back to an earlier time counts another timeline, and was last
 * marked a while ago.
 */
export const isRestored = sql`exists (
  select from database_marks m, pg_control_checkpoint() c
  where m.xmin::text::bigint <> m.written_by::bigint % 4294967296
    or m.timeline <> c.timeline_id and m.at < clock_timestamp() - make_interval(mins => ${takeoverMinutes}))`

export type DatabaseMark = { at: Date; restored: boolean }

/** Null in a database in which nobody has worked yet. */
export async function readMark(tx: Transaction): Promise<DatabaseMark | null> {
  const [row] = await tx.execute<{ at: string; restored: boolean }>(sql`
    select at::text as at, ${isRestored} as restored from database_marks`)
  return row ? { at: new Date(row.at), restored: row.restored } : null
}

/** Says that this database is the present one. @returns when */
export async function writeMark(tx: Transaction): Promise<Date> {
  const values = sql`pg_current_xact_id()::text, (select timeline_id from pg_control_checkpoint()), clock_timestamp()`
  const [row] = await tx.execute<{ at: string }>(sql`
    insert into database_marks (id, written_by, timeline, at) select ${one}, ${values}
    on conflict (id) do update set written_by = excluded.written_by, timeline = excluded.timeline, at = greatest(database_marks.at, excluded.at)
    returning at::text as at`)
  return new Date(row?.at ?? Number.NaN)
}

/** Makes everybody see what only this process could know: the database was further on than it is. */
export async function spoilMark(tx: Transaction): Promise<void> {
  await tx.update(databaseMarks).set({ writtenBy: '0' }).where(eq(databaseMarks.id, one))
}

/** Of every connector: what it knew of the directory is old, and whoever was missed once is missed anew. */
export async function distrustConnectors(tx: OrganizationTransaction): Promise<void> {
  const ours = sql`organization_id = ${tx.organizationId}`
  await tx.update(connectors).set({ restoredAt: sql`now()` }).where(eq(connectors.organizationId, tx.organizationId))
  await tx.execute(sql`update joins set suspected_at = null, suspected_run_id = null
    where ${ours} and suspected_at is not null`)
  await tx.execute(sql`update group_joins set suspected_at = null where ${ours} and suspected_at is not null`)
}

/** Whether nobody has dealt with it yet. */
export async function isStillRestored(tx: Transaction): Promise<boolean> {
  return (await readMark(tx))?.restored ?? false
}
