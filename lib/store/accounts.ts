import { and, asc, count, eq, gt, inArray, type SQL, sql } from 'drizzle-orm'
import { joins } from '@/db/schema/connectors'
import { accounts } from '@/db/schema/messenger'
import type { Anchor } from '@/lib/directory/anchor'
import type { AccountAttributes } from '@/lib/sync/change'
import { noAttributes } from './accounts-facts'
import type { OrganizationTransaction } from './organization'

/** An account that is managed, with the directory person it belongs to; one that an administrator manages may have none. */
export type ManagedAccount = {
  id: string
  anchor: Anchor | null
  connectorId: string | null
  attributes: AccountAttributes
  active: boolean
  suspended: boolean
  /** Why the synchronization blocked or suspended it: a reason code; null = it did not. */
  blockedBecause: string | null
  /** The unit's DN when last seen. */
  unit: string | null
  /** The account of the manager, when the manager is managed too. */
  manager: { id: string; displayName: string | null } | null
  lastSeenAt: Date | null
  /** When this person last signed in to Messenger. */
  lastLoggedOnAt: Date | null
  createdAt: Date
  updatedAt: Date
}

/** One page of the managed accounts, in the order of their ids; `page` counts from 1. `query` as in lib/store/people-list. */
export async function listManagedAccounts(
  tx: OrganizationTransaction,
  { query, page, pageSize }: { query?: string; page: number; pageSize: number },
): Promise<{ rows: ManagedAccount[]; total: number }> {
  const wanted = query?.trim().toLowerCase()
  const where = and(managed(tx), wanted ? sql`position(${wanted} in ${accounts.searchKey}) > 0` : undefined)
  const [total] = await tx.select({ total: count() }).from(accounts).leftJoin(joins, theirJoin).where(where)
  const rows = await select(tx)
    .where(where)
    .orderBy(asc(accounts.id))
    .limit(pageSize)
    .offset((page - 1) * pageSize)
  return { rows: rows.map(toManagedAccount), total: total?.total ?? 0 }
}

/** Those of these accounts that are managed, by id. */
export async function readManagedAccounts(
  tx: OrganizationTransaction,
  ids: readonly string[],
): Promise<Map<string, ManagedAccount>> {
  if (ids.length === 0) return new Map()
  const rows = await select(tx).where(and(managed(tx), inArray(accounts.id, [...ids])))
  return new Map(rows.map(row => [row.id, toManagedAccount(row)]))
}

/** Every managed account, page by page in the order of their ids, so that memory stays flat. */
export async function* listPeople(tx: OrganizationTransaction, pageSize = 1_000): AsyncGenerator<ManagedAccount[]> {
  for (let after: string | null = null; ; ) {
    const next: SQL | undefined = after === null ? undefined : gt(accounts.id, after)
    const rows = await select(tx)
      .where(and(managed(tx), next))
      .orderBy(asc(accounts.id))
      .limit(pageSize)
    if (rows.length > 0) yield rows.map(toManagedAccount)
    if (rows.length < pageSize) return
    after = rows.at(-1)?.id ?? null
  }
}

const theirJoin = and(eq(joins.organizationId, accounts.organizationId), eq(joins.accountId, accounts.id))
const managed = (tx: OrganizationTransaction) =>
  and(eq(accounts.organizationId, tx.organizationId), eq(accounts.managed, true))

const select = (tx: OrganizationTransaction) =>
  tx
    .select({
      id: accounts.id,
      anchor: joins.anchor,
      connectorId: accounts.connectorId,
      attributes: accounts.attributes,
      active: accounts.active,
      suspended: accounts.suspended,
      blockedBecause: accounts.blockedBecause,
      unit: joins.unit,
      manager: managerOf,
      lastSeenAt: joins.lastSeenAt,
      lastLoggedOnAt: accounts.lastLoggedOnAt,
      createdAt: accounts.createdAt,
      updatedAt: accounts.updatedAt,
    })
    .from(accounts)
    .leftJoin(joins, theirJoin)
    .$dynamic()

const managerOf = sql<ManagedAccount['manager']>`(
  select jsonb_build_object('id', m.id, 'displayName', m.display_name)
  from joins mj join accounts m on m.organization_id = mj.organization_id and m.id = mj.account_id
  where mj.organization_id = "joins"."organization_id" and mj.connector_id = "joins"."connector_id"
    and mj.anchor = ("accounts"."attributes" ->> 'manager')::uuid)`

type Row = Omit<ManagedAccount, 'anchor' | 'attributes'> & {
  anchor: string | null
  attributes: Partial<AccountAttributes>
}

const toManagedAccount = (row: Row): ManagedAccount => ({
  ...row,
  anchor: row.anchor as Anchor | null,
  attributes: { ...noAttributes, ...row.attributes },
})
