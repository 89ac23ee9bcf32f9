/** Why a value could not be computed although the expression is sound. */
type FailureReason =
  /** It would take more than its steps; see `Budget`. */
  | 'costly'
  /** An item, a table's entry or a part of a text that is not there. */
  | 'missing'
  /** A division by zero. */
  | 'zero'
  /** A number beyond 64 bits. */
  | 'overflow'

/** Thrown by an evaluation: it concerns the one person whose values led to it. */
export class ExpressionFailure extends Error {
  /** @param at where in the expression's text, from 0 */
  constructor(
    readonly reason: FailureReason,
    readonly at: number,
  ) {
    super(`The expression failed: ${reason}`)
  }
}

/** Line and column, both from 1, of a place in a text. */
export function placeOf(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}
