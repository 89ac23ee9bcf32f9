import type { ASTNode } from '@marcbachmann/cel-js'
import { nearestName } from '../nearest-name'
import type { Budget } from './budget'
import { attributeNode, compileAttribute } from './compile-attribute'
import { compileCall } from './compile-call'
import { ExpressionFailure } from './failure'
import { ExpressionRefused } from './fault'
import { holds } from './functions'
import { arithmetic, compare } from './operators'
import { asList, asNumber, asText, equal, type Value } from './values'

/** One person's values, by attribute in any spelling. */
export type Reading = {
  /** The first value, or null. */
  first(attribute: string): string | null
  /** All values, in an order that does not depend on the server's. */
  all(attribute: string): readonly string[]
}

/** One evaluation. `locals` are the variables of macros, by their slot. */
export type Run = { reading: Reading; budget: Budget; locals: Value[] }
/** A part of an expression, ready to be evaluated. @throws ExpressionFailure */
export type Step = (run: Run) => Value
/** What is known while compiling: the attributes named so far by their lower case, and the macros' variables in sight. */
export type Scope = {
  attributes: Map<string, string>
  locals: ReadonlyMap<string, number>
  /** How many macros stand around: the slot of the next one's variable. */
  depth: number
}

/** Compiles a part of an expression. @throws ExpressionRefused for what mappings do not have */
export function compileNode(node: ASTNode, scope: Scope): Step {
  const step = compileOperator(node, scope)
  const at = node.start
  return run => {
    run.budget.take(1, at)
    return step(run)
  }
}

function compileOperator(node: ASTNode, scope: Scope): Step {
  const at = node.start
  const compile = (part: ASTNode) => compileNode(part, scope)
  const attribute = attributeNode(node, scope)
  if (attribute !== null) return compileAttribute(attribute, scope)
  switch (node.op) {
    case 'value':
      return literal(node.args, at)
    case 'id':
      return local(node.args, scope, at)
    case 'call':
    case 'rcall':
      return compileCall(node, scope)
    case '.':
      return item(compile(node.args[0]), () => node.args[1], at)
    case '[]':
      return item(compile(node.args[0]), compile(node.args[1]), at)
    case 'list':
      return list(node.args.map(compile), at)
    case 'map':
      return table(
        node.args.map(([key, value]) => [compile(key), compile(value)]),
        at,
      )
    case '?:': {
      const [condition, yes, no] = node.args.map(compile) as [Step, Step, Step]
      return run => (condition(run) === true ? yes(run) : no(run))
    }
    case '||':
      return either(compile(node.args[0]), compile(node.args[1]), true)
    case '&&':
      return either(compile(node.args[0]), compile(node.args[1]), false)
    case '!_': {
      const operand = compile(node.args)
      return run => operand(run) !== true
    }
    case '-_': {
      const operand = compile(node.args)
      return run => arithmetic('-', 0n, asNumber(operand(run)), at)
    }
    case '.?':
    case '[?]':
      throw new ExpressionRefused('expression-unsupported', at, { text: node.op })
    default:
      return binary(node.op, compile(node.args[0]), compile(node.args[1]), at)
  }
}

/** Text, whole numbers and truth. Text has no characters that could not be stored, or that reorder what people read. */
function literal(value: unknown, at: number): Step {
  if (typeof value === 'string' && /[\p{Cc}\p{Bidi_Control}\p{Cs}]/u.test(value))
    throw new ExpressionRefused('expression-character', at)
  if (typeof value === 'string' || typeof value === 'bigint' || typeof value === 'boolean') return () => value
  const text = value === null ? 'null' : typeof value === 'number' ? String(value) : 'b""'
  throw new ExpressionRefused('expression-unsupported', at, { text })
}

function local(name: string, { locals }: Scope, at: number): Step {
  const slot = locals.get(name)
  if (slot !== undefined) return ({ locals: values }) => values[slot] ?? ''
  if (name === 'entry' || name === 'values') throw new ExpressionRefused('expression-attribute', at, { name })
  const suggestion = nearestName(name, ['entry', 'values', ...locals.keys()]) ?? `entry.${name}`
  throw new ExpressionRefused('expression-name-unknown', at, { name, suggestion })
}

function item(container: Step, key: Step, at: number): Step {
  return run => {
    const from = container(run)
    const wanted = key(run)
    const found = from instanceof Map ? from.get(wanted) : asList(from)[Number(asNumber(wanted))]
    if (found === undefined) throw new ExpressionFailure('missing', at)
    return found
  }
}

function list(items: readonly Step[], at: number): Step {
  return run => {
    run.budget.take(items.length, at)
    return items.map(step => step(run))
  }
}

function table(entries: readonly (readonly [Step, Step])[], at: number): Step {
  return run => {
    run.budget.take(entries.length, at)
    return new Map(entries.map(([key, value]) => [key(run), value(run)]))
  }
}

/** `||` and `&&`: one side that decides is enough, whatever is wrong with the other (CEL's specification, Logical Operators). */
function either(left: Step, right: Step, decides: boolean): Step {
  return run => {
    try {
      if (left(run) === decides) return decides
    } catch (error) {
      if (!(error instanceof ExpressionFailure) || error.reason === 'costly' || right(run) !== decides) throw error
      return decides
    }
    return right(run)
  }
}

function binary(op: string, left: Step, right: Step, at: number): Step {
  switch (op) {
    case '==':
      return run => equal(left(run), right(run), run.budget, at)
    case '!=':
      return run => !equal(left(run), right(run), run.budget, at)
    case 'in':
      return run => {
        const wanted = left(run)
        return holds(right(run), wanted, { budget: run.budget, at })
      }
    case '+':
      return run => plus(left(run), right(run), run.budget, at)
    case '<':
    case '<=':
    case '>':
    case '>=':
      return run => compare(op, left(run), right(run))
    default:
      return run => arithmetic(op, asNumber(left(run)), asNumber(right(run)), at)
  }
}

function plus(one: Value, other: Value, budget: Budget, at: number): Value {
  if (typeof one === 'bigint') return arithmetic('+', one, asNumber(other), at)
  if (typeof one !== 'string') {
    budget.take(asList(one).length + asList(other).length, at)
    return [...asList(one), ...asList(other)]
  }
  budget.takeText(one.length + asText(other).length, at)
  return one + asText(other)
}
