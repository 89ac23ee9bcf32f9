import { and, eq, inArray, or, sql } from 'drizzle-orm'
import { groups } from '@/db/schema/groups'
import { accounts } from '@/db/schema/messenger'
import type { OrganizationTransaction } from './organization'

export type NamedAccount = { id: string; key: string; name: string }
export type NamedGroup = { id: string; name: string; address: string | null }

/** The accounts with these ids or canonical addresses; `name` is the address where there is no name. */
export function findAccounts(
  tx: OrganizationTransaction,
  { ids, keys }: { ids: readonly string[]; keys: readonly string[] },
): Promise<NamedAccount[]> {
  const name = sql<string>`coalesce(${accounts.displayName}, ${accounts.emailKey})`
  return tx
    .select({ id: accounts.id, key: accounts.emailKey, name })
    .from(accounts)
    .where(
      and(
        eq(accounts.organizationId, tx.organizationId),
        or(inArray(accounts.id, [...ids]), inArray(accounts.emailKey, [...keys])),
      ),
    )
}

/** The lists and organizational groups with these ids, names or addresses, exactly as they are written. */
export function findGroups(
  tx: OrganizationTransaction,
  { ids, names }: { ids: readonly string[]; names: readonly string[] },
): Promise<NamedGroup[]> {
  return tx
    .select({ id: groups.id, name: groups.name, address: groups.address })
    .from(groups)
    .where(
      and(
        eq(groups.organizationId, tx.organizationId),
        or(inArray(groups.id, [...ids]), inArray(groups.name, [...names]), inArray(groups.address, [...names])),
      ),
    )
}
