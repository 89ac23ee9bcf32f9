import type { ASTNode } from '@marcbachmann/cel-js'
import { RE2JS, RE2JSException } from 're2js'
import { nearestName } from '../nearest-name'
import { compileHas } from './compile-attribute'
import { compileNode, type Run, type Scope, type Step } from './compile-node'
import { ExpressionFailure } from './failure'
import { ExpressionRefused } from './fault'
import { type ExpressionFunction, functions } from './functions'
import { macros, macroUsage } from './type-check'
import { itemsOf, type Value } from './values'

type CallNode = Extract<ASTNode, { op: 'call' | 'rcall' }>

/** A function, a method or a macro. @throws ExpressionRefused */
export function compileCall(node: CallNode, scope: Scope): Step {
  const [name] = node.args
  const args = node.op === 'rcall' ? [node.args[1], ...node.args[2]] : node.args[1]
  if (name === 'has' && node.op === 'call') return compileHas(args[0], scope, node.start)
  if (node.op === 'rcall' && isMacro(name)) return compileMacro(name, args, scope, node.start)
  const called = Object.hasOwn(functions, name) ? functions[name] : undefined
  if (called === undefined) throw unknownFunction(name, node.start)
  return callOf(called, name, args, scope, node.start)
}

const isMacro = (name: string): name is Macro => name !== 'has' && (macros as readonly string[]).includes(name)
type Macro = Exclude<(typeof macros)[number], 'has'>

function unknownFunction(name: string, at: number): ExpressionRefused {
  const suggestion = nearestName(name, [...Object.keys(functions), ...macros]) ?? 'none'
  return new ExpressionRefused('expression-function-unknown', at, { name, suggestion })
}

function callOf(called: ExpressionFunction, name: string, args: readonly ASTNode[], scope: Scope, at: number): Step {
  const steps = args.map(arg => compileNode(arg, scope))
  const pattern = name === 'matches' ? compilePattern(args[1], at) : null
  return run =>
    called.run(
      steps.map(step => step(run)),
      { budget: run.budget, at, pattern },
    )
}

/** A pattern is written out, so that it is checked before anybody is read and compiled once. */
function compilePattern(node: ASTNode | undefined, at: number): RE2JS {
  if (node?.op !== 'value' || typeof node.args !== 'string')
    throw new ExpressionRefused('expression-pattern', node?.start ?? at, { reason: 'unquoted' })
  try {
    return RE2JS.compile(node.args)
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error
    throw new ExpressionRefused('expression-pattern', node.start, { reason: error.message })
  }
}

/** `list.filter(item, condition)` and its like: the second argument is evaluated for every item. */
function compileMacro(name: Macro, args: readonly ASTNode[], scope: Scope, at: number): Step {
  const [container, variable, ...bodies] = args
  if (
    container === undefined ||
    variable?.op !== 'id' ||
    bodies.length === 0 ||
    bodies.length > (name === 'map' ? 2 : 1)
  )
    throw new ExpressionRefused('expression-arguments', at, macroUsage)
  const list = compileNode(container, scope)
  const slot = scope.depth
  const inside = { ...scope, depth: slot + 1, locals: new Map([...scope.locals, [variable.args, slot]]) }
  const steps = bodies.map(body => compileNode(body, inside))
  return run =>
    macroRuns[name](
      itemsOf(list(run)),
      steps.map(step => withItem(step, slot, at, run)),
    )
}

type Each = (item: Value) => Value

const withItem = (step: Step, slot: number, at: number, run: Run): Each => {
  return item => {
    run.budget.take(1, at)
    run.locals[slot] = item
    return step(run)
  }
}

const macroRuns: Record<Macro, (items: readonly Value[], each: readonly Each[]) => Value> = {
  all: (items, [holds]) => decided(items, holds, false),
  exists: (items, [holds]) => decided(items, holds, true),
  filter: (items, [holds]) => items.filter(item => holds?.(item) === true),
  map: (items, [first, second]) =>
    second ? items.filter(item => first?.(item) === true).map(second) : items.map(item => first?.(item) ?? item),
}

/** One item that decides is enough, whatever is wrong with the others. */
function decided(items: readonly Value[], holds: Each | undefined, decides: boolean): boolean {
  let failure: ExpressionFailure | null = null
  for (const item of items)
    try {
      if (holds?.(item) === decides) return decides
    } catch (error) {
      if (!(error instanceof ExpressionFailure) || error.reason === 'costly') throw error
      failure ??= error
    }
  if (failure) throw failure
  return !decides
}
