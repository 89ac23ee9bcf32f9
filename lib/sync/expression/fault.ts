import { placeOf } from './failure'

/** What can be wrong with an expression before anybody's values are seen. Sentences: `lib/words/en/sync.json`. */
export const expressionFaultCodes = [
  'expression-missing',
  'expression-too-long',
  'expression-too-large',
  'expression-unexpected',
  'expression-incomplete',
  'expression-text-open',
  'expression-escape',
  'expression-character',
  'expression-name-unknown',
  'expression-function-unknown',
  'expression-arguments',
  'expression-types',
  'expression-branches',
  'expression-condition',
  'expression-list-mixed',
  'expression-attribute',
  'expression-unsupported',
  'expression-pattern',
  'expression-result',
] as const
export type ExpressionFaultCode = (typeof expressionFaultCodes)[number]

/** `args` always have `line` and `column`, both from 1. */
export type ExpressionFault = { code: ExpressionFaultCode; args: Record<string, string | number> }

/** Ends compiling; `compileExpression` makes it a fault. */
export class ExpressionRefused extends Error {
  /** @param at where in the expression's text, from 0 */
  constructor(
    readonly code: ExpressionFaultCode,
    readonly at: number,
    readonly args: ExpressionFault['args'] = {},
  ) {
    super(code)
  }

  toFault(text: string): ExpressionFault {
    return { code: this.code, args: { ...placeOf(text, this.at), ...this.args } }
  }
}
