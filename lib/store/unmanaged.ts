import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { accounts } from '@/db/schema/messenger'
import type { OrganizationTransaction } from './organization'

/** The domains whose addresses are believed, as a set in SQL. */
const believed = (organizationId: SQL): SQL => sql`(
  select d.name from domains d where d.organization_id = ${organizationId} and d.verified_by is not null)`

/** Whether the account's address is in a domain that is verified for its organization. `a` is the account's name in the statement. */
export const believedDomain = (a: SQL): SQL => sql`${a}.email_domain in ${believed(sql`${a}.organization_id`)}`

/**
 * Who is unmanaged: accounts of people whose verified address is in a verified domain, and whom no connector and no
 * administrator manages. What a reverted run had added, and deactivated, is nobody's.
 */
export const isUnmanaged = (tx: OrganizationTransaction): SQL => sql`(
  ${accounts.organizationId} = ${tx.organizationId} and not ${accounts.managed} and not ${accounts.blockedBySync}
  and ${accounts.emailVerified} and ${accounts.emailDomain} = any(array${believed(sql`${tx.organizationId}::uuid`)}))`

/** In which list of people each of these accounts stands; one that stands in none is absent. */
export async function listsHolding(
  tx: OrganizationTransaction,
  ids: readonly string[],
): Promise<Map<string, 'managed' | 'unmanaged'>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .select({ id: accounts.id, managed: accounts.managed, unmanaged: sql<boolean>`${isUnmanaged(tx)}` })
    .from(accounts)
    .where(and(eq(accounts.organizationId, tx.organizationId), inArray(accounts.id, [...ids])))
  return new Map(
    rows.flatMap(({ id, managed, unmanaged }) =>
      managed || unmanaged ? [[id, managed ? 'managed' : 'unmanaged'] as const] : [],
    ),
  )
}
