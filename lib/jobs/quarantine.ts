/**
 * Keeps a run that may end its worker away from the others, because they would end with it, and count as its like after a
 * few times. It begins when nothing else is in hand, and nothing else begins beside it. While it waits for that, no other
 * run begins either, but never for longer than `patience` milliseconds: then it goes on beside whoever is still there.
 */
export class Quarantine {
  #inside = 0
  #isAlone = false
  #waitsSince: number | null = null

  constructor(readonly patience: number) {}

  /** @returns what to call on leaving, or null when it is not this run's turn */
  enter(isSuspect: boolean, now: number): (() => void) | null {
    if (!(isSuspect ? this.#isTurnOfSuspect(now) : this.#isTurnOfOthers(now))) return null
    if (isSuspect) this.#waitsSince = null
    if (isSuspect) this.#isAlone = true
    this.#inside += 1
    return () => {
      this.#inside -= 1
      if (isSuspect) this.#isAlone = false
    }
  }

  #isTurnOfSuspect(now: number): boolean {
    if (this.#isAlone) return false
    const waited = this.#waitsSince === null ? null : now - this.#waitsSince
    if (this.#inside === 0 || (waited !== null && waited >= this.patience && waited < 2 * this.patience)) return true
    // Who waited so long ago does not wait any more: another worker has it.
    if (waited === null || waited >= 2 * this.patience) this.#waitsSince = now
    return false
  }

  #isTurnOfOthers(now: number): boolean {
    return !this.#isAlone && (this.#waitsSince === null || now - this.#waitsSince >= this.patience)
  }
}
