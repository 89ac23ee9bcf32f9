import { auditEntries } from '@/db/schema'
import type { OrganizationTransaction } from './organization'

export type AuditRow = Omit<typeof auditEntries.$inferInsert, 'organizationId' | 'at'>

/** Rows of 9 columns; PostgreSQL takes 65,535 parameters in a statement. */
const rowsPerStatement = 5_000

/** Adds rows to the record. There is no function that changes or removes one, and the database refuses it. */
export async function insertAuditEntries(tx: OrganizationTransaction, rows: readonly AuditRow[]): Promise<void> {
  for (let from = 0; from < rows.length; from += rowsPerStatement) {
    const values = rows.slice(from, from + rowsPerStatement).map(row => ({ organizationId: tx.organizationId, ...row }))
    await tx.insert(auditEntries).values(values)
  }
}
