import type { Anchor } from '@/lib/directory/anchor'

/** A repeatable source of chance: the same seed gives the same company on every machine. */
export type Random = {
  /** A number in [0, 1). */
  next(): number
  /** A whole number in [0, below). */
  below(limit: number): number
  chance(probability: number): boolean
  pick<T>(from: readonly T[]): T
  /** A GUID as Windows makes them (RFC 9562 version 4). */
  guid(): Anchor
}

/** Mulberry32: small, fast and good enough for inventing people; not for secrets. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  const word = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  const next = () => word() / 4_294_967_296
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    next,
    below,
    chance: probability => next() < probability,
    pick: from => {
      const value = from[below(from.length)]
      if (value === undefined) throw new RangeError('Cannot pick from nothing')
      return value
    },
    guid: () => guidFrom(word),
  }
}

function guidFrom(word: () => number): Anchor {
  // With a ninth digit in front, every number has the same length.
  const hex = (value: number) => (value + 0x1_0000_0000).toString(16).slice(1)
  const second = (word() & 0xffff0fff) | 0x4000
  const third = (word() & 0x3fffffff) | 0x80000000
  const [a, b, c, d] = [hex(word()), hex(second >>> 0), hex(third >>> 0), hex(word())]
  return `${a}-${b.slice(0, 4)}-${b.slice(4)}-${c.slice(0, 4)}-${c.slice(4)}${d}` as Anchor
}
