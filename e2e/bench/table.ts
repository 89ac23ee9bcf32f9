import type { Delivered } from './checksum'

/** One row's results of one size. */
export type Result = {
  row: string
  about: string
  /** In the order of the rounds. */
  seconds: number[]
  median: number
  peoplePerSecond: number
  /** Median against the median of the limit's row. */
  ratio: number
  /** Sent by the directory, before encryption; median. Left out where no directory is asked. */
  bytes?: number
  /** Megabytes, the most of all rounds. */
  memory: number
  delivered: Delivered
  /** False: it delivered something else than the others, so its time says nothing. */
  valid: boolean
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other)
  const middle = sorted.length >> 1
  const [low, high] = [sorted[middle - 1 + (sorted.length % 2)] ?? 0, sorted[middle] ?? 0]
  return (low + high) / 2
}
