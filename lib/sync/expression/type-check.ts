import { type ASTNode, Environment, EvaluationError, ParseError, TypeError as TypeFault } from '@marcbachmann/cel-js'
import { type ExpressionFaultCode, ExpressionRefused } from './fault'
import { functions } from './functions'

/** Larger than any mapping needs, and small enough to be read by a person. */
const limits = { maxAstNodes: 300, maxDepth: 32, maxListElements: 200, maxMapEntries: 200, maxCallArguments: 8 }

/** `entry.title` is the first value of an attribute, or empty text; `values.title` is the list of all of them. */
const variables = { entry: 'map<string, string>', values: 'map<string, list<string>>' } as const

/** Macros of CEL that go through lists; `has` asks whether an attribute has a value. */
export const macros = ['has', 'all', 'exists', 'filter', 'map'] as const

/** All of them are written alike. */
export const macroUsage = { usage: 'list.map(item, …)' }

// Methods that the library declares already, with the same types.
const declared = new Set([
  ...['contains(string)', 'startsWith(string)', 'endsWith(string)', 'matches(string)', 'split(string)', 'trim()'].map(
    name => `string.${name}`,
  ),
  ...['string.size()', 'list.size()', 'size(string)', 'size(list)', 'string.substring(int)'],
  ...['string.substring(int, int)', 'list<string>.join(string)', 'string(int)', 'string(bool)', 'string(string)'],
])

const environment = createEnvironment()

/** Knows names and types. It computes nothing: evaluating is `compileNode`, which counts what it does. */
function createEnvironment(): Environment {
  const known = new Environment({ limits })
  for (const [name, type] of Object.entries(variables)) known.registerVariable(name, type)
  for (const { signatures } of Object.values(functions))
    for (const signature of signatures)
      if (!declared.has(signature.slice(0, signature.lastIndexOf(':')))) known.registerFunction(signature, never)
  return known
}

function never(): never {
  throw new Error('Only types are checked here')
}

/** Parses an expression. @throws ExpressionRefused */
export function parse(text: string): { node: ASTNode; type: () => string } {
  try {
    const parsed = environment.parse(text)
    return { node: parsed.ast, type: () => typeOf(parsed.check()) }
  } catch (error) {
    throw translated(error)
  }
}

function typeOf({ valid, type, error }: ReturnType<ReturnType<Environment['parse']>['check']>): string {
  if (!valid || type === undefined) throw translated(error)
  return type
}

const codes: Record<string, ExpressionFaultCode> = {
  unterminated_string: 'expression-text-open',
  unterminated_triple_quoted_string: 'expression-text-open',
  newline_in_string: 'expression-text-open',
  limit_exceeded: 'expression-too-large',
  incompatible_ternary_branches: 'expression-branches',
  invalid_condition_type: 'expression-condition',
  invalid_logical_operand: 'expression-condition',
  heterogeneous_list_element: 'expression-list-mixed',
  heterogeneous_map_key: 'expression-list-mixed',
  heterogeneous_map_value: 'expression-list-mixed',
  no_such_overload: 'expression-types',
  invalid_index_type: 'expression-types',
  cannot_index_type: 'expression-types',
  invalid_comprehension_range: 'expression-types',
}

/** What the library found, as a code of ours. */
function translated(error: unknown): unknown {
  if (!(error instanceof ParseError || error instanceof TypeFault || error instanceof EvaluationError)) return error
  const input = error.node?.input ?? ''
  const { start, end } = error.range ?? { start: 0, end: 0 }
  const written = input.slice(start, Math.max(end, start + 1)).trim()
  if (error.code === 'no_matching_overload') return wrongArguments(error.node, start)
  if (error.code === 'invalid_macro_argument') return new ExpressionRefused('expression-arguments', start, macroUsage)
  const code = codes[error.code] ?? (error.code.includes('escape') ? 'expression-escape' : null)
  if (code !== null) return new ExpressionRefused(code, start)
  const ended = written === '' || start >= input.trimEnd().length
  return ended
    ? new ExpressionRefused('expression-incomplete', start)
    : new ExpressionRefused('expression-unexpected', start, { text: written.slice(0, 40) })
}

function wrongArguments(node: { op?: unknown; args?: unknown } | undefined, at: number): ExpressionRefused {
  const [name] = Array.isArray(node?.args) ? node.args : []
  const { usage } = functions[String(name)] ?? { usage: String(name) }
  return new ExpressionRefused('expression-arguments', at, { usage })
}
