import { sql } from 'drizzle-orm'
import { newestReads, takesPart } from './newest-reads'
import type { OrganizationTransaction } from './organization'
import { savepoint, sqlState } from './savepoint'

export type LinkByHand = { accountId: string; connectorId: string; anchor: string }

/**
 * Joins an account that `lockAccounts` found ready to somebody who takes part as the connector last read it. The next run keeps
 * it in step like any other. @returns false when there is no such person, or when they, or the account, have a link already
 */
export async function linkByHand(
  tx: OrganizationTransaction,
  { accountId, connectorId, anchor }: LinkByHand,
): Promise<boolean> {
  try {
    await savepoint(tx, inner =>
      inner.execute(sql`
        insert into joins (organization_id, connector_id, anchor, account_id, rule, parent, unit)
        select p.organization_id, newest.connector_id, p.anchor, ${accountId}::uuid, 'decision', null, p.unit
        from (${newestReads(tx.organizationId)}) newest
        join mapped_people p on p.organization_id = ${tx.organizationId} and p.run_id = newest.id
        where newest.connector_id = ${connectorId} and p.anchor = ${anchor} and ${takesPart}`),
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

/** Whether the person's address is that of another account, which nobody manages: a run could not give it to this one. */
export async function addressStandsElsewhere(
  tx: OrganizationTransaction,
  { accountId, connectorId, anchor }: LinkByHand,
): Promise<boolean> {
  const holders = await tx.execute(sql`
    select a.id from (${newestReads(tx.organizationId)}) newest
    join mapped_people p on p.organization_id = ${tx.organizationId} and p.run_id = newest.id
    join accounts a on a.organization_id = p.organization_id and a.email_key = p.email_key
    where newest.connector_id = ${connectorId} and p.anchor = ${anchor} and not a.managed and a.id <> ${accountId}`)
  return holders.length > 0
}
