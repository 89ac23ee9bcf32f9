import { ExpressionFailure } from './failure'

/**
 * What one evaluation may cost. Steps are counted, not timed, so that the same expression on the same values always ends
 * in the same way, on any machine: a step is a part of the expression evaluated once, or 64 characters handled.
 */
const mostSteps = 100_000

const charactersPerStep = 64

/** Counts down while an expression is evaluated. */
export class Budget {
  #left: number

  constructor(steps = mostSteps) {
    this.#left = steps
  }

  /** @throws ExpressionFailure `costly`, before the work is done */
  take(steps: number, at: number): void {
    this.#left -= steps
    if (this.#left < 0) throw new ExpressionFailure('costly', at)
  }

  /** Takes the steps for so many characters. @throws ExpressionFailure `costly` */
  takeText(characters: number, at: number): void {
    this.take(Math.ceil(characters / charactersPerStep), at)
  }
}
