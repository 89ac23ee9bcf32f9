/**
 * The time that a run may work at a stretch, where its host gives no more: a function of a serverless host ends after
 * seconds, whatever it is doing. A worker has none.
 */
export type Slot = {
  /** For the sentences. */
  seconds: number
  /** Fewer objects than this in a whole slot are no progress worth another cut. */
  fewest: number
  /** False when a unit that began now could fail for having begun late, which says nothing about the unit. */
  isWorthBeginning(): boolean
  /** Ends, as a deadline does, when reading must stop so that there is time to put down what was read. */
  readingTime(): AbortSignal
}

/** A slot that began now and lasts so long. */
export function beginSlot(milliseconds: number, fewest = 100): Slot {
  // On a clock that nobody sets.
  const endsAt = performance.now() + milliseconds
  const left = () => endsAt - performance.now()
  return {
    seconds: Math.max(1, Math.round(milliseconds / 1000)),
    fewest,
    isWorthBeginning: () => left() >= milliseconds / 2,
    readingTime: () => AbortSignal.timeout(Math.max(0, Math.floor(left() - milliseconds / 10))),
  }
}
