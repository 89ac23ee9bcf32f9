import { type SQL, sql } from 'drizzle-orm'
import type { AccountAttributes } from '@/lib/sync/change'
import type { ExportKind } from './exported-accounts'
import type { OrganizationTransaction } from './organization'
import { isActive, takingOverFresh } from './own-accounts'
import { believedDomain } from './unmanaged'

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
  kind: ExportKind,
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

export const counted = async (tx: OrganizationTransaction, statement: SQL): Promise<number> =>
  (await tx.execute(statement)).length

/** What the reading saw of a kind, each with how many others have the same name of ours and the same address. */
const seen = (tx: OrganizationTransaction, readingId: string, kind: ExportKind) => sql`
  select r.*, count(*) over (partition by external_id) as same_id, count(*) over (partition by address) as same_address
  from remote_objects r
  where r.organization_id = ${tx.organizationId} and r.kind = ${kind} and r.reading_id = ${readingId}`

/** What nothing of ours points to. */
export const free = sql`not exists (
  select from exported_objects e where e.organization_id = r.organization_id and e.kind = r.kind and e.remote_id = r.remote_id)`

/** Links what names an object of ours as its `externalId`, unless two do. @returns how many */
export const linkNamed = (tx: OrganizationTransaction, readingId: string, kind: ExportKind) =>
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

/** Accounts that nobody here knows become accounts that nobody manages. Of those with one address none does. */
export const addUnknown = (tx: OrganizationTransaction, readingId: string, verified: boolean) =>
  counted(
    tx,
    sql`
    with r as (${seen(tx, readingId, 'account')}), fresh as materialized (
      select r.*, r.facts -> 'values' as values, gen_random_uuid() as new_id from r
      where r.address is not null and r.same_address = 1 and ${free} and not exists (
        select from accounts a where a.organization_id = r.organization_id and a.email_key = r.address)
    ), ${takingOverFresh(tx, verified)}`,
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

export type FoundTeam = { remoteId: string; name: string; members: string[] }

/** Teams that are no lists of ours, with the accounts of ours that are in them. */
export async function listFoundTeams(tx: OrganizationTransaction, readingId: string): Promise<FoundTeam[]> {
  return [
    ...(await tx.execute<FoundTeam>(sql`
    select r.remote_id as "remoteId", r.facts ->> 'name' as name, array(
      select x.object_id::text from jsonb_array_elements_text(r.facts -> 'members') as of(id)
      join exported_objects x on x.organization_id = r.organization_id and x.kind = 'account' and x.remote_id = of.id
    ) as members
    from remote_objects r
    where r.organization_id = ${tx.organizationId} and r.kind = 'group' and r.reading_id = ${readingId} and ${free}
      and not exists (select from groups g where g.organization_id = r.organization_id and g.id::text = lower(r.external_id))
    order by r.remote_id`)),
  ]
}

/** Accounts that have no address an account of ours could have, or one that several have. */
export async function countUnusable(tx: OrganizationTransaction, readingId: string): Promise<number> {
  const [row] = await tx.execute<{ count: number }>(sql`
    with r as (${seen(tx, readingId, 'account')})
    select count(*)::int as count from r where ${free}`)
  return row?.count ?? 0
}
