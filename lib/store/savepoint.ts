import type { OrganizationTransaction } from './organization'

/** Runs `work` in a savepoint: when it throws, what it did is undone and the transaction goes on. */
export function savepoint<T>(
  tx: OrganizationTransaction,
  work: (inner: OrganizationTransaction) => Promise<T>,
): Promise<T> {
  return tx.transaction(inner => work(Object.assign(inner, { organizationId: tx.organizationId })))
}

/** The SQLSTATE of an error that came from PostgreSQL, however deep drizzle wrapped it; null for any other error. */
export function sqlState(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  if ('code' in error && typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code)) return error.code
  return sqlState(error.cause)
}
