import { createHash } from 'node:crypto'

/** Everybody chooses 04:00: so that not everybody begins at 04:00, a run begins within so many seconds of its time. */
export const spreadSeconds = 300

/**
 * By how many milliseconds a connector begins later than its time; always the same for the same connector, so that the
 * distance between its runs stays what its schedule says.
 * @param window seconds; 0 = nothing is spread
 */
export function spreadOf(connectorId: string, window = spreadSeconds): number {
  if (window === 0) return 0
  return createHash('sha256').update(connectorId).digest().readUInt32BE() % (window * 1000)
}
