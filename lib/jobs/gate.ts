/** Lets so many in per key, and the others not. */
export class Gate {
  readonly #inside = new Map<string, number>()

  constructor(readonly most: number) {}

  /** @returns what to call on leaving, or null when there is no room for this key */
  enter(key: string): (() => void) | null {
    const inside = this.#inside.get(key) ?? 0
    if (inside >= this.most) return null
    this.#inside.set(key, inside + 1)
    return () => {
      const left = (this.#inside.get(key) ?? 1) - 1
      if (left === 0) this.#inside.delete(key)
      else this.#inside.set(key, left)
    }
  }
}
