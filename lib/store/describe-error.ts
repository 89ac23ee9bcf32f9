/**
 * What a log says of an error, with its place in the program. A failed statement is told without its parameters, which hold
 * people's data: the error itself has them in its message and beside it.
 */
export function describeError(error: unknown): string {
  if (isFailedStatement(error)) return `Failed statement: ${error.query}\n${describeError(error.cause)}`
  return error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error)
}

/** What an error says to whoever called a program: of a failed statement what the database said. */
export function messageOf(error: unknown): string {
  if (isFailedStatement(error)) return messageOf(error.cause)
  return error instanceof Error ? error.message : String(error)
}

const isFailedStatement = (error: unknown): error is Error & { query: string } =>
  error instanceof Error && 'query' in error && 'params' in error
