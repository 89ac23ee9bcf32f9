import { randomUUID } from 'node:crypto'
import { type SQL, sql } from 'drizzle-orm'
import type { AccountAttributes } from '@/lib/sync/change'
import { noAttributes } from './accounts-facts'
import type { OrganizationTransaction } from './organization'
import { insertOutbox } from './outbox'
import type { OwnAccount } from './own-accounts'
import { idArray } from './row-arrays'
import { comparingAll } from './whole-run'

/** The kinds of messages about another Messenger; what each object should be is read when it is sent, never before. */
export const exportKinds = { account: 'scim-account', group: 'scim-group' } as const
export type ExportKind = keyof typeof exportKinds

type Values = Record<string, string | boolean>
/** An account of ours, with what is known of it over there. */
export type AccountExport = {
  id: string
  account: Omit<OwnAccount, 'version' | 'externalId' | 'manager'>
  /** The manager's account over there, when it is there. */
  manager: string | null
  remoteId: string | null
  version: string | null
  /** See lib/messenger/scim/resource. */
  facts: unknown
  /** A creation may have happened already. */
  wasCreating: boolean
  exported: Values | null
  settled: Values | null
}

/**
 * Has these accounts exported after the commit, if there is another Messenger that is written to.
 * @param cause what makes it one effect however often it is asked for, such as a run's id
 */
export async function requestAccountExports(
  tx: OrganizationTransaction,
  cause: { key: string; runId: string | null },
  accountIds: readonly string[],
): Promise<void> {
  if (accountIds.length === 0 || !(await isWrittenTo(tx))) return
  await insertOutbox(
    tx,
    accountIds.map(id => ({
      id: randomUUID(),
      kind: exportKinds.account,
      idempotencyKey: `${exportKinds.account}:${cause.key}:${id}`,
      payload: { id },
      runId: cause.runId,
    })),
  )
  await markPending(tx, cause.runId, sql`select unnest(${idArray(accountIds)}::uuid[])`)
}

async function isWrittenTo(tx: OrganizationTransaction): Promise<boolean> {
  const [row] = await tx.execute(sql`
    select from remote_messengers where organization_id = ${tx.organizationId} and state <> 'reading'`)
  return row !== undefined
}

const markPending = (tx: OrganizationTransaction, runId: string | null, ids: SQL) =>
  tx.execute(sql`
    insert into exported_objects as e (organization_id, kind, object_id, state, run_id)
    select ${tx.organizationId}::uuid, 'account', id, 'pending', ${runId}::uuid from (${ids}) of(id)
    on conflict (organization_id, kind, object_id) do update set state = 'pending', run_id = excluded.run_id, updated_at = now()`)

/** Messages and states for the accounts of a statement that gives ids. @returns how many */
async function requestThese(tx: OrganizationTransaction, key: string, ids: SQL): Promise<number> {
  const [row] = await tx.execute<{ count: number }>(sql`
    with of as materialized (${ids}), told as (
      insert into outbox (organization_id, id, kind, idempotency_key, payload)
      select ${tx.organizationId}::uuid, gen_random_uuid(), ${exportKinds.account}, ${`${exportKinds.account}:${key}:`} || id,
        jsonb_build_object('id', id)
      from of on conflict do nothing
    ), marked as (
      insert into exported_objects as e (organization_id, kind, object_id, state)
      select ${tx.organizationId}::uuid, 'account', id, 'pending' from of
      on conflict (organization_id, kind, object_id) do update set state = 'pending', updated_at = now()
    )
    select count(*)::int as count from of`)
  return row?.count ?? 0
}

/** Everybody who is managed. */
export const requestEverybody = (tx: OrganizationTransaction, key: string): Promise<number> =>
  requestThese(tx, key, sql`select id from accounts where organization_id = ${tx.organizationId} and managed`)

/** Those with a manager who got an account over there after them. */
export const requestLateManagers = (tx: OrganizationTransaction, key: string): Promise<number> =>
  comparingAll(tx, () =>
    requestThese(
      tx,
      key,
      sql`
      select e.object_id as id from exported_objects e
      join accounts a on a.organization_id = e.organization_id and a.id = e.object_id
      join joins j on j.organization_id = e.organization_id and j.connector_id = a.connector_id
        and j.anchor = (a.attributes ->> 'manager')::uuid
      join exported_objects m on m.organization_id = e.organization_id and m.kind = 'account'
        and m.object_id = j.account_id and m.remote_id is not null
      where e.organization_id = ${tx.organizationId} and e.kind = 'account' and e.state = 'exported'
        and e.remote_id is not null and e.exported ->> 'manager' is distinct from m.remote_id`,
    ),
  )

/** Those that are not as they should be over there: what somebody changed is to be put right. */
export const requestDrifted = (tx: OrganizationTransaction, key: string): Promise<number> =>
  requestThese(
    tx,
    key,
    sql`
      select object_id as id from exported_objects
      where organization_id = ${tx.organizationId} and kind = 'account' and drift is not null and exported is not null`,
  )

/**
 * Accounts as they are now, to be exported. One that is not over there as far as is known is marked as being created, and
 * says whether it was before.
 */
export async function takeAccountExports(
  tx: OrganizationTransaction,
  ids: readonly string[],
): Promise<AccountExport[]> {
  const rows = await tx.execute<Row>(sql`
    with before as materialized (
      select object_id, creating from exported_objects
      where organization_id = ${tx.organizationId} and kind = 'account' and object_id = any(${idArray(ids)}::uuid[])
    ), marked as (
      insert into exported_objects as e (organization_id, kind, object_id, state, creating)
      select ${tx.organizationId}::uuid, 'account', id, 'pending', true from unnest(${idArray(ids)}::uuid[]) as of(id)
      on conflict (organization_id, kind, object_id) do update set creating = e.remote_id is null
      returning object_id, remote_id, exported, settled
    )
    select a.id, a.attributes, a.active, a.suspended, a.blocked_because as "blockedBecause", a.created_at as "createdAt",
      a.updated_at as "updatedAt", m.remote_id as "remoteId", m.exported, m.settled, r.version, r.facts,
      coalesce(b.creating, false) as "wasCreating",
      (select boss.remote_id from joins j join exported_objects boss on boss.organization_id = j.organization_id
         and boss.kind = 'account' and boss.object_id = j.account_id
       where j.organization_id = a.organization_id and j.connector_id = a.connector_id
         and j.anchor = (a.attributes ->> 'manager')::uuid) as manager
    from marked m join accounts a on a.organization_id = ${tx.organizationId} and a.id = m.object_id
    left join before b on b.object_id = m.object_id
    left join remote_objects r on r.organization_id = a.organization_id and r.kind = 'account' and r.remote_id = m.remote_id`)
  return rows.map(({ id, attributes, active, suspended, blockedBecause, createdAt, updatedAt, ...rest }) => ({
    ...rest,
    id,
    account: {
      ...{ id, active, suspended, blockedBecause },
      attributes: { ...noAttributes, ...attributes },
      createdAt: new Date(createdAt),
      updatedAt: new Date(updatedAt),
    },
  }))
}

type Row = Omit<AccountExport, 'account'> & {
  attributes: Partial<AccountAttributes>
  active: boolean
  suspended: boolean
  blockedBecause: string | null
  createdAt: string
  updatedAt: string
}
