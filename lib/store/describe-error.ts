import { DrizzleQueryError } from 'drizzle-orm'

/** How Node is told what a console shows of an object (`util.inspect.custom`). */
const shown = Symbol.for('nodejs.util.inspect.custom')

/**
 * What a log says of an error, with its place in the program. A failed statement is told without its parameters, which hold
 * people's data: the error itself has them in its message and beside it.
 */
export function describeError(error: unknown): string {
  if (isFailedStatement(error)) return `Failed statement: ${error.query}\n${describeError(error.cause)}`
  if (!(error instanceof Error)) return String(error)
  if (quotesValues(error)) return `${error.name} ${error.code}${placeOf(error)}`
  return error.stack ?? `${error.name}: ${error.message}`
}

/** What an error says to whoever called a program: of a failed statement what the database said. */
export function messageOf(error: unknown): string {
  if (isFailedStatement(error)) return messageOf(error.cause)
  return error instanceof Error ? error.message : String(error)
}

/**
 * Has a console tell failed statements as the logs do: what a page throws Next writes there by itself, before it asks
 * anybody. The digest is the reference that the page shows.
 */
export function keepValuesOutOfConsoles(): void {
  Object.defineProperty(DrizzleQueryError.prototype, shown, {
    configurable: true,
    value(this: DrizzleQueryError & { digest?: string }) {
      return `${this.digest ? `[${this.digest}] ` : ''}${describeError(this)}`
    },
  })
}

const isFailedStatement = (error: unknown): error is Error & { query: string } =>
  error instanceof Error && 'query' in error && 'params' in error

/** PostgreSQL's sentences on data that does not fit (SQLSTATE class 22) quote it; the other classes name tables and constraints. */
const quotesValues = (error: Error): error is Error & { code: string } =>
  'code' in error && /^22[0-9A-Z]{3}$/.test(String(error.code))

/** Where it was thrown: what the stack says after the message. */
const placeOf = ({ stack = '', message }: Error): string => stack.split(message, 2)[1] ?? ''
