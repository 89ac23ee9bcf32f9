import type { ASTNode } from '@marcbachmann/cel-js'
import type { Budget } from './budget'
import type { Scope, Step } from './compile-node'
import { ExpressionRefused } from './fault'

type AttributeNode = Extract<ASTNode, { op: '.' | '[]' }>

/** Attribute names as LDAP writes them, without options (RFC 4512 §2.5). */
const attributeName = /^[A-Za-z][A-Za-z0-9-]{0,62}$/

/** The part if it reads an attribute: `entry.title`, `entry["msDS-cloudExtensionAttribute1"]`, `values.title`. */
export function attributeNode(node: ASTNode | undefined, { locals }: Scope): AttributeNode | null {
  if (node?.op !== '.' && node?.op !== '[]') return null
  const [{ op, args: variable }] = node.args
  return op === 'id' && (variable === 'entry' || variable === 'values') && !locals.has(variable) ? node : null
}

/** Reads `entry.NAME` as text, empty when there is no value, and `values.NAME` as a list. */
export function compileAttribute(node: AttributeNode, scope: Scope): Step {
  const { all, name } = attributeOf(node, scope)
  const at = node.start
  return ({ reading, budget }) => {
    if (all) return taken(reading.all(name), budget, at)
    const value = reading.first(name) ?? ''
    budget.takeText(value.length, at)
    return value
  }
}

function taken(list: readonly string[], budget: Budget, at: number): readonly string[] {
  budget.take(list.length, at)
  for (const value of list) budget.takeText(value.length, at)
  return list
}

/** `has(entry.title)`: whether the attribute has a value. */
export function compileHas(node: ASTNode | undefined, scope: Scope, at: number): Step {
  const attribute = attributeNode(node, scope)
  if (attribute === null) throw new ExpressionRefused('expression-attribute', at, { name: 'entry' })
  const { name } = attributeOf(attribute, scope)
  return ({ reading }) => reading.first(name) !== null
}

/** Which attributes are needed must be known before anybody is read, so a name is written out, not computed. */
function attributeOf(node: AttributeNode, { attributes }: Scope): { all: boolean; name: string } {
  const [container, key] = node.args
  const variable = String(container.args)
  const name = typeof key === 'string' ? key : key.op === 'value' ? key.args : null
  if (typeof name !== 'string' || !attributeName.test(name))
    throw new ExpressionRefused('expression-attribute', node.start, { name: variable })
  if (!attributes.has(name.toLowerCase())) attributes.set(name.toLowerCase(), name)
  return { all: variable === 'values', name }
}
