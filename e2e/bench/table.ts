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

/** The table for the screen. */
export function table(size: number, results: readonly Result[]): string {
  const head = ['', 'seconds (median)', 'people/s', 'of the limit', 'peak memory', 'checksum']
  const lines = results.map(result => [
    `${result.row}, ${result.about}`,
    `${result.median.toFixed(2)} (${[...result.seconds]
      .sort((one, other) => one - other)
      .map(value => value.toFixed(2))
      .join(' ')})`,
    result.valid ? Math.round(result.peoplePerSecond).toLocaleString('en-US') : 'void',
    result.valid && result.ratio > 0 ? `${result.ratio.toFixed(2)}×` : '–',
    `${Math.round(result.memory)} MB`,
    `${result.delivered.people.toLocaleString('en-US')} · ${result.delivered.checksum.slice(0, 12)}`,
  ])
  const widths = head.map((title, column) => Math.max(title.length, ...lines.map(line => line[column]?.length ?? 0)))
  const written = [head, ...lines].map(line =>
    line.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join('  '),
  )
  return [`${size.toLocaleString('en-US')} people`, ...written].join('\n')
}

const pad = (cell: string, width: number, column: number) => (column === 0 ? cell.padEnd(width) : cell.padStart(width))
