import { type SQL, sql } from 'drizzle-orm'
import type { OrganizationTransaction } from './organization'
import type { Difference } from './remote-drift'
import { idArray } from './row-arrays'

/** A list of ours with what is known of it over there; `name` is null when it is a list no more. */
export type GroupExport = {
  id: string
  name: string | null
  remoteId: string | null
  version: string | null
  wasCreating: boolean
  /** What it is called there, as far as is known. */
  remoteName: string | null
  exported: Record<string, string | boolean> | null
  settled: Record<string, string | boolean> | null
  /** What somebody changed there. */
  drift: Difference[] | null
}
/** An account of ours, and its account over there; null when it is not there any more. */
export type RemoteMember = { accountId: string; remoteId: string | null }

/** Whoever the list reaches and is over there, and is not in it there yet. */
const missing = (groupId: SQL) => sql`
  select m.account_id, x.remote_id from effective_members m
  join exported_objects x on x.organization_id = m.organization_id and x.kind = 'account' and x.object_id = m.account_id
    and x.remote_id is not null
  where m.organization_id = e.organization_id and m.group_id = ${groupId} and not exists (
    select from exported_members o where o.organization_id = m.organization_id and o.group_id = m.group_id
      and o.account_id = m.account_id)`

/** Whoever we have put into the list and it does not reach any more. */
const leaving = (groupId: SQL) => sql`
  select o.account_id, x.remote_id from exported_members o
  left join exported_objects x on x.organization_id = o.organization_id and x.kind = 'account' and x.object_id = o.account_id
  where o.organization_id = e.organization_id and o.group_id = ${groupId} and not exists (
    select from effective_members m where m.organization_id = o.organization_id and m.group_id = o.group_id
      and m.account_id = o.account_id)`

/**
 * Has the lists exported that are not over there as they are here, unless that is asked for already: lists that follow the
 * directory, and those that were exported before.
 */
export async function requestListExports(tx: OrganizationTransaction, runId: string | null): Promise<void> {
  await tx.execute(sql`
    with of as materialized (
      select id from (
        select g.id, g.name, g.connector_id, e.object_id, e.remote_id, e.exported, m.organization_id,
          m.drift = 'ours-wins' and e.drift is not null as is_drifted
        from remote_messengers m
        join groups g on g.organization_id = m.organization_id and g.kind = 'list'
        left join exported_objects e on e.organization_id = g.organization_id and e.kind = 'group' and e.object_id = g.id
        where m.organization_id = ${tx.organizationId} and m.state <> 'reading'
      ) e
      where (connector_id is not null or object_id is not null)
        and (remote_id is null or exported ->> 'name' is distinct from name or is_drifted
          or exists (${missing(sql`e.id`)}) or exists (${leaving(sql`e.id`)}))
      union all
      select object_id from exported_objects e
      where organization_id = ${tx.organizationId} and kind = 'group' and remote_id is not null and not exists (
        select from groups g where g.organization_id = e.organization_id and g.id = e.object_id)
    ), told as (
      insert into outbox (organization_id, id, kind, idempotency_key, payload, run_id)
      select ${tx.organizationId}::uuid, gen_random_uuid(), 'scim-group', 'scim-group:' || id || ':' || gen_random_uuid(),
        jsonb_build_object('id', id), ${runId}::uuid
      from of where not exists (
        select from outbox o where o.organization_id = ${tx.organizationId} and o.kind = 'scim-group' and o.done_at is null
          and o.payload ->> 'id' = of.id::text)
      returning (payload ->> 'id')::uuid as id
    )
    insert into exported_objects as e (organization_id, kind, object_id, state, run_id)
    select ${tx.organizationId}::uuid, 'group', id, 'pending', ${runId}::uuid from told
    on conflict (organization_id, kind, object_id) do update set state = 'pending', run_id = excluded.run_id, updated_at = now()`)
}

/** A list as it is now, to be exported; null when there is nothing left of it anywhere. */
export async function takeGroupExport(tx: OrganizationTransaction, id: string): Promise<GroupExport | null> {
  const [row] = await tx.execute<GroupExport>(sql`
    with before as materialized (
      select * from exported_objects where organization_id = ${tx.organizationId} and kind = 'group' and object_id = ${id}
    ), marked as (
      update exported_objects set creating = remote_id is null
      where organization_id = ${tx.organizationId} and kind = 'group' and object_id = ${id}
    )
    select b.object_id as id, g.name, b.remote_id as "remoteId", b.creating as "wasCreating", b.exported, b.settled,
      b.drift, r.facts ->> 'name' as "remoteName", r.version
    from before b
    left join groups g on g.organization_id = b.organization_id and g.id = b.object_id and g.kind = 'list'
    left join remote_objects r on r.organization_id = b.organization_id and r.kind = 'group' and r.remote_id = b.remote_id`)
  return row ?? null
}

/** The next of those who join the list over there, or leave it. Who is not there any more has left by that. */
export async function nextMembers(
  tx: OrganizationTransaction,
  groupId: string,
  which: 'joining' | 'leaving',
  limit: number,
): Promise<RemoteMember[]> {
  const of = which === 'joining' ? missing(sql`${groupId}::uuid`) : leaving(sql`${groupId}::uuid`)
  return [
    ...(await tx.execute<RemoteMember>(sql`
      select n.account_id as "accountId", n.remote_id as "remoteId"
      from (select ${tx.organizationId}::uuid as organization_id) e, lateral (${of}) n
      order by n.account_id limit ${limit}`)),
  ]
}

/** Notes who is in the list over there now by what we did. */
export async function noteMembers(
  tx: OrganizationTransaction,
  groupId: string,
  which: 'joining' | 'leaving',
  accountIds: readonly string[],
): Promise<void> {
  const theirs = sql`${idArray(accountIds)}::uuid[]`
  await tx.execute(
    which === 'joining'
      ? sql`insert into exported_members (organization_id, group_id, account_id)
          select ${tx.organizationId}::uuid, ${groupId}::uuid, id from unnest(${theirs}) as of(id) on conflict do nothing`
      : sql`delete from exported_members
          where organization_id = ${tx.organizationId} and group_id = ${groupId} and account_id = any(${theirs})`,
  )
}

/** Whom we put into the list is not in it any more. */
export async function forgetMembers(tx: OrganizationTransaction, groupId: string): Promise<void> {
  await tx.execute(
    sql`delete from exported_members where organization_id = ${tx.organizationId} and group_id = ${groupId}`,
  )
}

/** The list is not there any more, on either side. */
export async function forgetGroupExport(tx: OrganizationTransaction, groupId: string): Promise<void> {
  await forgetMembers(tx, groupId)
  await tx.execute(sql`
    delete from exported_objects where organization_id = ${tx.organizationId} and kind = 'group' and object_id = ${groupId}`)
}
