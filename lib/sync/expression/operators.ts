import { ExpressionFailure } from './failure'
import type { Value } from './values'

/** CEL's numbers are whole and have 64 bits, with a sign. */
const smallest = -(2n ** 63n)
const largest = 2n ** 63n - 1n

/** @throws ExpressionFailure `zero`, `overflow` */
export function arithmetic(op: string, one: bigint, other: bigint, at: number): bigint {
  const result = compute(op, one, other, at)
  if (result < smallest || result > largest) throw new ExpressionFailure('overflow', at)
  return result
}

function compute(op: string, one: bigint, other: bigint, at: number): bigint {
  switch (op) {
    case '+':
      return one + other
    case '-':
      return one - other
    case '*':
      return one * other
    default:
      if (other === 0n) throw new ExpressionFailure('zero', at)
      return op === '/' ? one / other : one % other
  }
}

/** Texts are compared by their code units, so that no language decides. */
export function compare(op: '<' | '<=' | '>' | '>=', one: Value, other: Value): boolean {
  switch (op) {
    case '<':
      return one < other
    case '<=':
      return one <= other
    case '>':
      return one > other
    case '>=':
      return one >= other
  }
}
