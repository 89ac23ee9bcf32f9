import { holdDependents } from '@/lib/store/changes-held'
import { stopWaiting } from '@/lib/store/changes-waiting'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { giveSeats, type SeatCount } from '@/lib/store/seats-plan'
import type { Notice } from '@/lib/sync/change'

/** A plan goes no further than its seats: who must do without one is left for a later run, with those who need their address. */
export async function leaveWithoutSeat(tx: OrganizationTransaction, runId: string): Promise<SeatCount | null> {
  const seats = await giveSeats(tx, runId, { state: 'left', reason: 'no-seat' })
  if (seats && seats.without > 0) await stopWaiting(tx, runId, { state: 'left', reason: 'no-seat' })
  return seats
}

/** What builds on a held removal is held with it, also where that is the seat which it would free. */
export async function holdWithRemovals(tx: OrganizationTransaction, runId: string): Promise<void> {
  await holdDependents(tx, runId)
  const seats = await giveSeats(tx, runId, { state: 'held', reason: 'seat-of-held' })
  if (seats && seats.without > 0) await holdDependents(tx, runId)
}

/** Others may have taken seats since the plan was made: whoever finds none now fails alone, and the next run tries again. */
export async function failWithoutSeat(tx: OrganizationTransaction, runId: string): Promise<void> {
  const seats = await giveSeats(tx, runId, { state: 'failed' })
  if (seats && seats.without > 0) await stopWaiting(tx, runId, { state: 'failed', failure: 'depends-on-failed' })
}

/** What to say of the seats: nothing where they are not limited or nobody needs one. */
export function seatNotices(seats: SeatCount | null): Notice[] {
  if (seats === null || seats.needed === 0) return []
  const { without, needed, left, freed } = seats
  return without > 0
    ? [{ code: 'seats-short', args: { needed, left, freed, without } }]
    : [{ code: 'seats-needed', args: { needed, left, freed } }]
}
