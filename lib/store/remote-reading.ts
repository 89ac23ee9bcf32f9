import { type SQL, sql } from 'drizzle-orm'
import type { AccountAttributes } from '@/lib/sync/change'
import { noAttributes } from './accounts-facts'
import type { OrganizationTransaction } from './organization'
import { idArray } from './row-arrays'
import { believedDomain } from './unmanaged'
import { comparingAll } from './whole-run'

/** An object of the other Messenger as a reading brings it. */
export type ReadObject = {
  remoteId: string
  version: string | null
  externalId: string | null
  /** Canonical; null of a group, and of an account that has none. */
  address: string | null
  facts: unknown
  attributes: Partial<AccountAttributes> | null
}

/** Notes a page of what is there. */
export async function stageObjects(
  tx: OrganizationTransaction,
  readingId: string,
  kind: 'account' | 'group',
  rows: readonly ReadObject[],
): Promise<void> {
  await tx.execute(sql`
    insert into remote_objects (organization_id, kind, remote_id, version, external_id, address, facts, attributes, reading_id)
    select ${tx.organizationId}::uuid, ${kind}, "remoteId", version, "externalId", address, facts, attributes, ${readingId}::uuid
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
      as row("remoteId" text, version text, "externalId" text, address text, facts jsonb, attributes jsonb)
    on conflict (organization_id, kind, remote_id) do update set version = excluded.version,
      external_id = excluded.external_id, address = excluded.address, facts = excluded.facts,
      attributes = excluded.attributes, reading_id = excluded.reading_id`)
}

const counted = async (tx: OrganizationTransaction, statement: SQL): Promise<number> =>
  (await tx.execute(statement)).length

/** What the reading saw of a kind, each with how many others have the same name of ours and the same address. */
const seen = (tx: OrganizationTransaction, readingId: string, kind: 'account' | 'group') => sql`
  select r.*, count(*) over (partition by external_id) as same_id, count(*) over (partition by address) as same_address
  from remote_objects r
  where r.organization_id = ${tx.organizationId} and r.kind = ${kind} and r.reading_id = ${readingId}`

const free = sql`not exists (
  select from exported_objects e where e.organization_id = r.organization_id and e.kind = r.kind and e.remote_id = r.remote_id)`

/** Links what names an object of ours as its `externalId`, unless two do. @returns how many */
export const linkNamed = (tx: OrganizationTransaction, readingId: string, kind: 'account' | 'group') =>
  counted(
    tx,
    sql`
    with r as (${seen(tx, readingId, kind)})
    insert into exported_objects as e (organization_id, kind, object_id, remote_id, state)
    select r.organization_id, r.kind, o.id, r.remote_id, 'known'
    from r join ${kind === 'account' ? sql`accounts` : sql`groups`} o
      on o.organization_id = r.organization_id and o.id::text = lower(r.external_id)
    where r.same_id = 1 and ${free}
    on conflict (organization_id, kind, object_id) do update set remote_id = excluded.remote_id, updated_at = now()
      where e.remote_id is null
    returning 1`,
  )

/**
 * Links accounts that have the address of one of ours, where addresses over there are as good as verified: in verified
 * domains, found by nobody else, and named by nothing.
 */
export const linkByAddress = (tx: OrganizationTransaction, readingId: string) =>
  counted(
    tx,
    sql`
    with r as (${seen(tx, readingId, 'account')})
    insert into exported_objects as e (organization_id, kind, object_id, remote_id, state)
    select r.organization_id, r.kind, a.id, r.remote_id, 'known'
    from r join accounts a on a.organization_id = r.organization_id and a.email_key = r.address
    where r.same_address = 1 and r.external_id is null and ${free} and ${believedDomain(sql`a`)}
    on conflict (organization_id, kind, object_id) do update set remote_id = excluded.remote_id, updated_at = now()
      where e.remote_id is null
    returning 1`,
  )

const isActive = (values: SQL) => sql`coalesce(${values} ->> 'active', 'true')`

/** Accounts that nobody here knows become accounts that nobody manages. Of those with one address none does. */
export const addUnknown = (tx: OrganizationTransaction, readingId: string, verified: boolean) =>
  counted(
    tx,
    sql`
    with r as (${seen(tx, readingId, 'account')}), fresh as materialized (
      select r.*, gen_random_uuid() as new_id from r
      where r.address is not null and r.same_address = 1 and ${free} and not exists (
        select from accounts a where a.organization_id = r.organization_id and a.email_key = r.address)
    ), made as (
      insert into accounts (organization_id, id, attributes, email_key, email_verified, blocked_by_admin)
      select organization_id, new_id, ${JSON.stringify(noAttributes)}::text::jsonb || attributes, address, ${verified},
        ${isActive(sql`facts -> 'values'`)} = 'false'
      from fresh
    )
    insert into exported_objects (organization_id, kind, object_id, remote_id, state, settled)
    select organization_id, 'account', new_id, remote_id, 'known', facts -> 'values' from fresh returning 1`,
  )

/**
 * Accounts that are known and that nobody manages follow what is there. Addresses that others have stay theirs, and access
 * follows only when it changed there since it was read last: what an administrator decided here stands.
 */
export const refreshKnown = (tx: OrganizationTransaction, readingId: string) =>
  counted(
    tx,
    sql`
    with r as (${seen(tx, readingId, 'account')}), known as materialized (
      select r.*, e.object_id, ${isActive(sql`r.facts -> 'values'`)} as now_active, ${isActive(sql`e.settled`)} as was_active,
        r.address is not null and r.same_address = 1 and not exists (
          select from accounts o where o.organization_id = r.organization_id and o.email_key = r.address
            and o.id <> e.object_id) as is_free
      from r join exported_objects e on e.organization_id = r.organization_id and e.kind = r.kind and e.remote_id = r.remote_id
      where e.exported is null and e.settled is distinct from r.facts -> 'values'
    ), noted as (
      update exported_objects e set settled = k.facts -> 'values' from known k
      where e.organization_id = k.organization_id and e.kind = k.kind and e.object_id = k.object_id
    )
    update accounts a set updated_at = now(),
      attributes = a.attributes || case when k.is_free then k.attributes else coalesce(k.attributes, '{}') - 'email' end,
      email_key = case when k.is_free then k.address else a.email_key end,
      blocked_by_admin = case when k.now_active <> k.was_active then k.now_active = 'false' else a.blocked_by_admin end
    from known k
    where a.organization_id = k.organization_id and a.id = k.object_id and not a.managed and a.role = 'member'
    returning 1`,
  )

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

export type Differing = {
  kind: 'account' | 'group'
  objectId: string
  facts: unknown
  exported: Record<string, string | boolean>
  settled: Record<string, string | boolean>
}

/** What we wrote and is otherwise there now. */
export async function listDiffering(tx: OrganizationTransaction, readingId: string): Promise<Differing[]> {
  return [
    ...(await tx.execute<Differing>(sql`
    select e.kind, e.object_id as "objectId", r.facts, e.exported, e.settled
    from exported_objects e join remote_objects r on r.organization_id = e.organization_id and r.kind = e.kind
      and r.remote_id = e.remote_id and r.reading_id = ${readingId}
    where e.organization_id = ${tx.organizationId} and e.kind = 'account' and e.exported is not null
      and r.facts -> 'values' <> e.settled`)),
  ]
}

/** Notes what somebody changed there; whatever is not named is as it was. */
export async function noteDrift(
  tx: OrganizationTransaction,
  rows: readonly { objectId: string; drift: { field: string; ours: string | null; theirs: string | null }[] }[],
): Promise<void> {
  await tx.execute(sql`
    update exported_objects e set drift = row.drift, drift_at = now() from (
      select o.object_id, d.drift from exported_objects o
      left join jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as d("objectId" uuid, drift jsonb)
        on d."objectId" = o.object_id
      where o.organization_id = ${tx.organizationId} and o.kind = 'account') row
    where e.organization_id = ${tx.organizationId} and e.kind = 'account' and e.object_id = row.object_id
      and e.drift is distinct from row.drift`)
}

export type Missing = { kind: 'account' | 'group'; objectId: string; remoteId: string }

/** What we know from before and the reading did not see, and how many are known altogether. */
export async function listMissing(
  tx: OrganizationTransaction,
  readingId: string,
): Promise<{ missing: Missing[]; known: number }> {
  const missing = await comparingAll(tx, () =>
    tx.execute<Missing>(sql`
    select e.kind, e.object_id as "objectId", e.remote_id as "remoteId" from exported_objects e
    left join remote_objects r on r.organization_id = e.organization_id and r.kind = e.kind and r.remote_id = e.remote_id
    where e.organization_id = ${tx.organizationId} and e.remote_id is not null and e.state <> 'gone'
      and r.reading_id is distinct from ${readingId}::uuid
    order by e.kind, e.object_id`),
  )
  const [row] = await tx.execute<{ known: number }>(sql`
    select count(*)::int as known from exported_objects
    where organization_id = ${tx.organizationId} and remote_id is not null and state <> 'gone'`)
  return { missing: [...missing], known: row?.known ?? 0 }
}

/**
 * The other side itself said that these are not there. What was written there may be written again; what only came from there
 * stays as it is, and is called gone.
 */
export async function noteGone(tx: OrganizationTransaction, gone: readonly Missing[]): Promise<void> {
  const ids = idArray(gone.map(({ objectId }) => objectId))
  await tx.execute(sql`
    update exported_objects set updated_at = now(),
      state = case when exported is null then 'gone' else state end,
      remote_id = case when exported is null then remote_id end,
      creating = exported is not null,
      exported = null, settled = null,
      drift = case when exported is not null then '[{"field": "account", "ours": "", "theirs": null}]'::jsonb end,
      drift_at = case when exported is not null then now() end
    where organization_id = ${tx.organizationId} and object_id = any(${ids}::uuid[])`)
}

/** What no reading has seen since, and nothing of ours points to. */
export async function forgetUnseen(tx: OrganizationTransaction, readingId: string): Promise<void> {
  await tx.execute(sql`
    delete from remote_objects r where r.organization_id = ${tx.organizationId}
      and r.reading_id is distinct from ${readingId}::uuid and ${free}`)
}

/** Accounts that have no address an account of ours could have, or one that several have. */
export async function countUnusable(tx: OrganizationTransaction, readingId: string): Promise<number> {
  const [row] = await tx.execute<{ count: number }>(sql`
    with r as (${seen(tx, readingId, 'account')})
    select count(*)::int as count from r where ${free}`)
  return row?.count ?? 0
}
