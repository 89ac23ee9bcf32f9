import type { OrganizationTransaction } from './organization'

/** Runs `work` in a savepoint: when it throws, what it did is undone and the transaction goes on. */
export function savepoint<T>(
  tx: OrganizationTransaction,
  work: (inner: OrganizationTransaction) => Promise<T>,
): Promise<T> {
  return tx.transaction(inner => work(Object.assign(inner, { organizationId: tx.organizationId })))
}

/** Answers what `work` finds, and undoes what it did. */
export async function tryOut<T>(
  tx: OrganizationTransaction,
  work: (inner: OrganizationTransaction) => Promise<T>,
): Promise<T> {
  const tried: { result?: T } = {}
  const undone = new Error('Tried out, and undone')
  try {
    await savepoint(tx, async inner => {
      tried.result = await work(inner)
      throw undone
    })
  } catch (error) {
    if (error !== undone) throw error
  }
  return tried.result as T
}

/** The SQLSTATE of an error that came from PostgreSQL, however deep drizzle wrapped it; null for any other error. */
export function sqlState(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  if ('code' in error && typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code)) return error.code
  return sqlState(error.cause)
}
