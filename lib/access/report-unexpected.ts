import { randomBytes } from 'node:crypto'

/**
 * Writes a bug or a lost connection to the log and answers the reference under which it stands there.
 * A failed statement is logged without its parameters, which hold people's data.
 */
export function reportUnexpected(error: unknown): string {
  const reference = randomBytes(4).toString('hex')
  console.error(`[${reference}] ${describe(error)}`)
  return reference
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if ('query' in error && 'params' in error) return `Failed statement: ${error.query}\n${describe(error.cause)}`
  return error.stack ?? `${error.name}: ${error.message}`
}
