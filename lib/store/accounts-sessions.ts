import { sql } from 'drizzle-orm'
import type { OrganizationTransaction } from './organization'

/** Ends every session of these accounts: a session carries the version under which it began. */
export async function endSessions(tx: OrganizationTransaction, accountIds: readonly string[]): Promise<void> {
  await tx.execute(sql`
    update accounts set session_version = session_version + 1
    where organization_id = ${tx.organizationId} and id = any(${`{${accountIds.join(',')}}`}::uuid[])`)
}
