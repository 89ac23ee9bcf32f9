import { randomBytes } from 'node:crypto'
import { describeError } from '@/lib/store/describe-error'

/** Writes a bug or a lost connection to the log and answers the reference under which it stands there. */
export function reportUnexpected(error: unknown): string {
  const reference = randomBytes(4).toString('hex')
  console.error(`[${reference}] ${describeError(error)}`)
  return reference
}
