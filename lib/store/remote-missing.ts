import { sql } from 'drizzle-orm'
import type { ExportKind } from './exported-accounts'
import type { OrganizationTransaction } from './organization'
import { counted, free } from './remote-reading'
import { idArray } from './row-arrays'
import { comparingAll } from './whole-run'

/** `team`: one that nobody here knew, with what it became. */
export type Missing = { kind: ExportKind | 'team'; objectId: string; remoteId: string }

/**
 * What we know from before and the reading did not see, and how many are known altogether.
 * @param groupsAt the address below which its groups are
 */
export async function listMissing(
  tx: OrganizationTransaction,
  readingId: string,
  groupsAt: string,
): Promise<{ missing: Missing[]; known: number }> {
  const all = sql`
    select kind, object_id, remote_id from exported_objects
    where organization_id = ${tx.organizationId} and remote_id is not null and state <> 'gone'
    union all
    select 'team', id, substr(remote_url, ${groupsAt.length + 1}) from teams
    where organization_id = ${tx.organizationId} and starts_with(remote_url, ${groupsAt}) and status <> 'gone'`
  const missing = await comparingAll(tx, () =>
    tx.execute<Missing>(sql`
    select e.kind, e.object_id as "objectId", e.remote_id as "remoteId" from (${all}) e
    left join remote_objects r on r.organization_id = ${tx.organizationId} and r.remote_id = e.remote_id
      and r.kind = case e.kind when 'team' then 'group' else e.kind end
    where r.reading_id is distinct from ${readingId}::uuid order by e.kind, e.object_id`),
  )
  const [row] = await tx.execute<{ known: number }>(sql`select count(*)::int as known from (${all}) e`)
  return { missing: [...missing], known: row?.known ?? 0 }
}

/** Whoever is there again is not gone. */
export const bringBackKnown = (tx: OrganizationTransaction, readingId: string) =>
  counted(
    tx,
    sql`
    update exported_objects e set state = 'known', updated_at = now() from remote_objects r
    where e.organization_id = ${tx.organizationId} and e.kind = 'account' and e.state = 'gone'
      and r.organization_id = e.organization_id and r.kind = e.kind and r.remote_id = e.remote_id
      and r.reading_id = ${readingId} returning 1`,
  )

/**
 * The other side itself said that these are not there. What was written there may be written again; what only came from there
 * stays as it is, and is called gone.
 */
export async function noteGone(tx: OrganizationTransaction, objectIds: readonly string[]): Promise<void> {
  const ids = idArray(objectIds)
  await tx.execute(sql`
    update exported_objects set updated_at = now(),
      state = case when exported is null then 'gone' else state end,
      remote_id = case when exported is null then remote_id end,
      creating = exported is not null,
      exported = null, settled = null,
      drift = case when exported is not null then jsonb_build_array(jsonb_build_object(
        'field', case kind when 'group' then 'list' else 'account' end, 'ours', '', 'theirs', null)) end,
      drift_at = case when exported is not null then now() end
    where organization_id = ${tx.organizationId} and object_id = any(${ids}::uuid[])`)
  // A list that is made again has nobody in it.
  await tx.execute(sql`
    delete from exported_members where organization_id = ${tx.organizationId} and group_id = any(${ids}::uuid[])`)
}

/** What no reading has seen since, and nothing of ours points to. */
export async function forgetUnseen(tx: OrganizationTransaction, readingId: string): Promise<void> {
  await tx.execute(sql`
    delete from remote_objects r where r.organization_id = ${tx.organizationId}
      and r.reading_id is distinct from ${readingId}::uuid and ${free}`)
}
