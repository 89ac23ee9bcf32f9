import { limits } from './protocol/controls'
import type { Value } from './values'

/** Which of an attribute's values are asked for; `high` null = up to the last one. */
export type ValueRange = { low: number; high: number | null }

/** Reads `member;range=0-1499` as asked for (MS-ADTS 3.1.1.3.1.3.3); a description without the option has no range. */
export function readDescription(description: string): { name: string; range: ValueRange | null } {
  const [name = '', ...options] = description.split(';')
  const asked = /^range=(\d+)-(\d+|\*)$/i.exec(options.join(';'))
  if (!asked) return { name, range: null }
  return { name, range: { low: Number(asked[1]), high: asked[2] === '*' ? null : Number(asked[2]) } }
}

type Piece = [name: string, values: readonly Value[]]

/**
 * An attribute as it is answered: whole, or in a piece of at most MaxValRange values under a name that says which. Who asks
 * for too many values without a range gets the plain name without values beside the first piece.
 */
export function inRange(name: string, values: readonly Value[], range: ValueRange | null): Piece[] {
  if (values.length === 0) return []
  if (range) return piece(name, values, range)
  return values.length <= limits.valueRange
    ? [[name, values]]
    : [[name, []], ...piece(name, values, { low: 0, high: null })]
}

function piece(name: string, values: readonly Value[], { low, high }: ValueRange): Piece[] {
  const last = values.length - 1
  const end = Math.min(high ?? last, low + limits.valueRange - 1, last)
  if (low > end) return []
  return [[`${name};range=${low}-${end === last ? '*' : end}`, values.slice(low, end + 1)]]
}
