import { type SQL, sql } from 'drizzle-orm'
import type { Anchor } from '@/lib/directory/anchor'
import { type AccountAttributes, accountFields } from '@/lib/sync/change'
import type { AccountFacts, JoinFacts } from '@/lib/sync/facts'
import type { OrganizationTransaction } from './organization'

/** An account as `accountJson` delivers it. */
export type StoredAccount = Omit<AccountFacts, 'attributes' | 'shield'> & { attributes: Partial<AccountAttributes> }
export type StoredJoin = {
  parent: Anchor | null
  unit: string | null
  throughList: string | null
  suspectedAt: string | null
}

/** Every field, without a value: accounts always hold all of them, so that a missing one never looks like a difference. */
export const noAttributes = Object.fromEntries(accountFields.map(field => [field, null])) as AccountAttributes

/**
 * What the decisions need of an account, as one JSON value.
 * @param alias the account's name in the statement; ours, never typed by anyone
 * @param acting the address of the administrator in whose name the run acts; null = nobody's
 */
export function accountJson(alias: 'a' | 'c', connectorId: string, acting: string | null): SQL {
  const a = sql.raw(alias)
  return sql`jsonb_build_object(
    'id', ${a}.id, 'attributes', ${a}.attributes, 'emailKey', ${a}.email_key, 'emailVerified', ${a}.email_verified,
    'blockedByAdmin', ${a}.blocked_by_admin, 'blockedBySync', ${a}.blocked_by_sync, 'suspended', ${a}.suspended,
    'blockedBecause', ${a}.blocked_because, 'role', ${a}.role, 'breakGlass', ${a}.break_glass,
    'source', case when ${a}.connector_id is null then 'none' when ${a}.connector_id = ${connectorId} then 'this'
      else 'other' end,
    'managedBy', case when ${a}.connector_id <> ${connectorId} then (select k.name from connectors k
      where k.organization_id = ${a}.organization_id and k.id = ${a}.connector_id) end,
    'outranked', coalesce(${a}.connector_id <> ${connectorId} and ${outranks(connectorId, sql`${a}.connector_id`, sql`${a}.organization_id`)}, false),
    'acting', ${a}.email_key is not distinct from ${acting}::text)`
}

/** Whether a connector comes before another one in the organization's order. Whoever is not in it takes from nobody. */
export const outranks = (connectorId: string, other: SQL, organizationId: SQL): SQL => sql`exists (
    select from organizations o where o.id = ${organizationId} and array_position(o.precedence, ${connectorId}::uuid)
      < coalesce(array_position(o.precedence, ${other}), cardinality(o.precedence) + 1))`

/** The address of an administrator; null when the id is nobody's (an operator at the command line). */
export async function actingAddress(tx: OrganizationTransaction, administratorId: string): Promise<string | null> {
  const [row] = await tx.execute<{ email: string }>(sql`
    select email from administrators where organization_id = ${tx.organizationId} and id::text = ${administratorId}`)
  return row?.email ?? null
}

/** Which exclusion protects it is for whoever knows the settings to add. */
export const toAccountFacts = (stored: StoredAccount): AccountFacts => ({
  id: stored.id,
  attributes: { ...noAttributes, ...stored.attributes },
  emailKey: stored.emailKey,
  emailVerified: stored.emailVerified,
  blockedByAdmin: stored.blockedByAdmin,
  blockedBySync: stored.blockedBySync,
  suspended: stored.suspended,
  blockedBecause: stored.blockedBecause,
  role: stored.role,
  breakGlass: stored.breakGlass,
  source: stored.source,
  managedBy: stored.managedBy,
  outranked: stored.outranked,
  acting: stored.acting,
  shield: null,
})

export const toJoinFacts = (stored: StoredJoin): JoinFacts => ({
  parent: stored.parent,
  unit: stored.unit,
  throughList: stored.throughList,
  suspectedAt: stored.suspectedAt === null ? null : new Date(stored.suspectedAt),
})

/** Where to write to somebody, and how to call them; null when the account is not there any more. */
export async function readAccountAddress(
  tx: OrganizationTransaction,
  accountId: string,
): Promise<{ email: string; name: string } | null> {
  const [row] = await tx.execute<{ email: string; name: string }>(sql`
    select email_key as email, coalesce(display_name, '') as name from accounts
    where organization_id = ${tx.organizationId} and id = ${accountId}`)
  return row ?? null
}
