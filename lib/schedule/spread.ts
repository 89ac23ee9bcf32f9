import { createHash } from 'node:crypto'

/**
 * By how many milliseconds a connector begins later than its time: everybody chooses 04:00, and not everybody should begin
 * at 04:00. Always the same for the same connector, so that the distance between its runs stays what its schedule says.
 * @param window seconds; 0 = nothing is spread
 */
export function spreadOf(connectorId: string, window: number): number {
  if (window === 0) return 0
  return createHash('sha256').update(connectorId).digest().readUInt32BE() % (window * 1000)
}
