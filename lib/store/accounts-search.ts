import { and, asc, eq, gt, sql } from 'drizzle-orm'
import { accounts } from '@/db/schema/messenger'
import type { AccountAttributes } from '@/lib/sync/change'
import { noAttributes } from './accounts-facts'
import { inReadingOrder, inSmallLetters } from './list-page'
import type { OrganizationTransaction } from './organization'

/** An account of Messenger, managed or not, with what people know it by. */
export type FoundAccount = { id: string; name: string; email: string }

/** At most so many accounts of which a text is a part of the name or address, by name. */
export async function searchAccounts(
  tx: OrganizationTransaction,
  query: string,
  limit: number,
): Promise<FoundAccount[]> {
  const wanted = query.trim().toLowerCase()
  const rows = await tx
    .select({ id: accounts.id, name: accounts.displayName, email: accounts.emailKey })
    .from(accounts)
    .where(
      and(
        eq(accounts.organizationId, tx.organizationId),
        sql`(position(${wanted} in ${inSmallLetters(sql`coalesce(${accounts.displayName}, '')`)}) > 0
          or position(${wanted} in ${accounts.emailKey}) > 0)`,
      ),
    )
    .orderBy(asc(inReadingOrder(sql`${accounts.displayName}`)), asc(accounts.id))
    .limit(limit)
  return rows.map(({ id, name, email }) => ({ id, name: name ?? email, email }))
}

/** Every account, page by page in the order of their ids, so that memory stays flat. */
export async function* everyAccount(
  tx: OrganizationTransaction,
  pageSize = 1_000,
): AsyncGenerator<{ id: string; name: string; attributes: AccountAttributes }[]> {
  for (let after: string | null = null; ; ) {
    const rows: { id: string; email: string; attributes: Partial<AccountAttributes> }[] = await tx
      .select({ id: accounts.id, email: accounts.emailKey, attributes: accounts.attributes })
      .from(accounts)
      .where(and(eq(accounts.organizationId, tx.organizationId), after === null ? undefined : gt(accounts.id, after)))
      .orderBy(asc(accounts.id))
      .limit(pageSize)
    yield rows.map(({ id, email, attributes }) => ({
      ...{ id, name: attributes.displayName ?? email },
      attributes: { ...noAttributes, ...attributes },
    }))
    if (rows.length < pageSize) return
    after = rows.at(-1)?.id ?? null
  }
}
