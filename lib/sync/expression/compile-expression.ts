import { Budget } from './budget'
import { compileNode, type Reading } from './compile-node'
import { type ExpressionFault, ExpressionRefused } from './fault'
import { parse } from './type-check'
import { asText } from './values'

/** Characters an expression may have. */
export const longestExpression = 2_000

/** A checked expression, ready for any number of people. */
export type Expression = {
  text: string
  /** The attributes it names, as written. */
  attributes: readonly string[]
  /** The text it gives for one person's values. @throws ExpressionFailure */
  evaluate(reading: Reading): string
}

/**
 * Compiles an expression in CEL over `entry` and `values`, which must give text. Parsing and types are the library's; it
 * is evaluated here, because the library neither limits what an evaluation costs nor has patterns in linear time.
 */
export function compileExpression(
  text: string,
): { ok: true; expression: Expression } | { ok: false; fault: ExpressionFault } {
  try {
    return { ok: true, expression: compile(text) }
  } catch (error) {
    if (error instanceof ExpressionRefused) return { ok: false, fault: error.toFault(text) }
    throw error
  }
}

function compile(text: string): Expression {
  if (text.trim() === '') throw new ExpressionRefused('expression-missing', 0)
  if (text.length > longestExpression)
    throw new ExpressionRefused('expression-too-long', longestExpression, { most: longestExpression })
  const { node, type } = parse(text)
  const attributes = new Map<string, string>()
  const step = compileNode(node, { attributes, locals: new Map(), depth: 0 })
  const given = type()
  if (given !== 'string') throw new ExpressionRefused('expression-result', 0, { type: plainType(given) })
  return {
    text,
    attributes: [...attributes.values()],
    evaluate: reading => asText(step({ reading, budget: new Budget(), locals: [] })),
  }
}

/** A CEL type in a word for the sentence: list, table, number or truth. */
function plainType(type: string): string {
  if (type.startsWith('list')) return 'list'
  if (type.startsWith('map')) return 'table'
  return type === 'bool' ? 'truth' : 'number'
}
