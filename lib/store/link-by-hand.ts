import { sql } from 'drizzle-orm'
import type { OrganizationTransaction } from './organization'
import { savepoint, sqlState } from './savepoint'

export type LinkByHand = { accountId: string; connectorId: string; anchor: string }

/**
 * Joins an account that `lockAccounts` found ready to somebody whom the connector's last read has. The next run keeps it in
 * step like any other. @returns false when that person, or the account, has a link already
 */
export async function linkByHand(
  tx: OrganizationTransaction,
  { accountId, connectorId, anchor }: LinkByHand,
): Promise<boolean> {
  try {
    await savepoint(tx, inner =>
      inner.execute(sql`
        insert into joins (organization_id, connector_id, anchor, account_id, rule, parent, unit)
        select d.organization_id, d.connector_id, d.anchor, d.account_id, 'decision', null, d.unit from directory_matches d
        where d.organization_id = ${tx.organizationId} and d.account_id = ${accountId} and d.connector_id = ${connectorId}
          and d.anchor = ${anchor}`),
    )
  } catch (error) {
    if (sqlState(error) === '23505') return false
    throw error
  }
  const linked = await tx.execute(sql`
    update accounts a set connector_id = j.connector_id, managed_by_admin = true, review = null, updated_at = now()
    from joins j where j.organization_id = a.organization_id and j.account_id = a.id and j.connector_id = ${connectorId}
      and j.anchor = ${anchor} and a.organization_id = ${tx.organizationId} and a.id = ${accountId}
    returning a.id`)
  return linked.length === 1
}
