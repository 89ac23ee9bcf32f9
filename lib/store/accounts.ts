import { and, asc, count, desc, eq, gt, isNotNull, type SQL, sql } from 'drizzle-orm'
import { joins } from '@/db/schema/connectors'
import { accounts } from '@/db/schema/messenger'
import type { Anchor } from '@/lib/directory/anchor'
import type { AccountAttributes } from '@/lib/sync/change'
import { noAttributes } from './accounts-facts'
import type { OrganizationTransaction } from './organization'

/** An account with the directory person it belongs to. */
export type ManagedAccount = {
  id: string
  anchor: Anchor
  connectorId: string
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

export type ManagedAccountFilter = {
  query?: string
  status?: 'active' | 'deactivated' | 'suspended'
  sort?: 'displayName' | '-displayName' | 'updatedAt' | '-updatedAt'
  /** Counts from 1. */
  page: number
  pageSize: number
}

/** One page of the managed accounts. */
export async function listManagedAccounts(
  tx: OrganizationTransaction,
  { query, status, sort = 'displayName', page, pageSize }: ManagedAccountFilter,
): Promise<{ rows: ManagedAccount[]; total: number }> {
  const where = and(managed(tx), matches(query), status === undefined ? undefined : statusIs[status])
  const [total] = await tx.select({ total: count() }).from(accounts).innerJoin(joins, theirJoin).where(where)
  const rows = await select(tx)
    .where(where)
    .orderBy(orders[sort], asc(accounts.id))
    .limit(pageSize)
    .offset((page - 1) * pageSize)
  return { rows: rows.map(toManagedAccount), total: total?.total ?? 0 }
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
  and(eq(accounts.organizationId, tx.organizationId), isNotNull(accounts.connectorId))

function matches(query: string | undefined): SQL | undefined {
  const wanted = query?.trim().toLowerCase()
  if (!wanted) return undefined
  return sql`(position(${wanted} in lower(coalesce(${accounts.displayName}, ''))) > 0
    or position(${wanted} in ${accounts.emailKey}) > 0
    or position(${wanted} in lower(coalesce(${accounts.department}, ''))) > 0)`
}

const statusIs = {
  active: sql`${accounts.active} and not ${accounts.suspended}`,
  deactivated: sql`not ${accounts.active}`,
  suspended: sql`${accounts.active} and ${accounts.suspended}`,
}
const orders = {
  displayName: asc(accounts.displayName),
  '-displayName': desc(accounts.displayName),
  updatedAt: asc(accounts.updatedAt),
  '-updatedAt': desc(accounts.updatedAt),
}

const select = (tx: OrganizationTransaction) =>
  tx
    .select({
      id: accounts.id,
      anchor: joins.anchor,
      connectorId: joins.connectorId,
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
    .innerJoin(joins, theirJoin)
    .$dynamic()

const managerOf = sql<ManagedAccount['manager']>`(
  select jsonb_build_object('id', m.id, 'displayName', m.display_name)
  from joins mj join accounts m on m.organization_id = mj.organization_id and m.id = mj.account_id
  where mj.organization_id = "joins"."organization_id" and mj.connector_id = "joins"."connector_id"
    and mj.anchor = ("accounts"."attributes" ->> 'manager')::uuid)`

type Row = Omit<ManagedAccount, 'anchor' | 'attributes'> & { anchor: string; attributes: Partial<AccountAttributes> }

const toManagedAccount = (row: Row): ManagedAccount => ({
  ...row,
  anchor: row.anchor as Anchor,
  attributes: { ...noAttributes, ...row.attributes },
})
