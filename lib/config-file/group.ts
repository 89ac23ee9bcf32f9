import { isCollection, isMap, isNode, isScalar, isSeq } from 'yaml'
import type * as z from 'zod'
import type { Key } from './config-file'
import { type Reading, unknownKey, wrong } from './values'

/**
 * A mapping of settings whose keys and values are those of a schema of lib/settings; what it leaves out is as the product
 * brings it. Each fault stands at its own line.
 */
export function readGroup<S extends z.ZodObject>(
  reading: Reading,
  node: unknown,
  key: Key,
  schema: S,
): z.output<S> | null {
  if (!isMap(node)) return wrong(reading, node, key, 'type-wrong', { expected: 'lines' })
  const known = Object.keys(schema.shape)
  const names = node.items.map(({ key: name }) => (isScalar(name) ? String(name.value) : ''))
  const unknown = node.items.filter((_, index) => !known.includes(names[index] ?? ''))
  for (const { key: name } of unknown)
    wrong(reading, name, key, 'key-unknown', unknownKey(isScalar(name) ? String(name.value) : '', known))
  const parsed = schema.safeParse(node.toJSON())
  for (const { path, message } of parsed.error?.issues ?? [])
    wrong(reading, deepest(node, path), key, /^[a-z-]+$/.test(message) ? message : 'setting-invalid', {
      setting: path.filter(part => typeof part === 'string').join('.'),
    })
  if (!parsed.success || unknown.length > 0) return null
  const before = reading.faults.length
  for (const { key: name, value } of node.items) refuseDeeper(reading, value, key, parsed.data[String(name)])
  return reading.faults.length === before ? parsed.data : null
}

/** The innermost line that a path leads to. */
export function deepest(node: unknown, path: readonly PropertyKey[]): unknown {
  if (!isCollection(node)) return node
  const known = path.map((_, index) => node.getIn(path.slice(0, index + 1), true)).filter(found => isNode(found))
  return known.at(-1) ?? node
}

/** Whatever the schema dropped of a setting's own lines, however deep, is a word that nobody knows. */
function refuseDeeper(reading: Reading, value: unknown, key: Key, read: unknown): void {
  if (isSeq(value) && Array.isArray(read))
    for (const [index, item] of value.items.entries()) refuseDeeper(reading, item, key, read[index])
  if (!isMap(value) || typeof read !== 'object' || read === null) return
  const values = read as Record<string, unknown>
  for (const { key: name, value: own } of value.items) {
    const text = isScalar(name) ? String(name.value) : ''
    if (Object.hasOwn(values, text)) refuseDeeper(reading, own, key, values[text])
    else wrong(reading, name, key, 'key-unknown', unknownKey(text, Object.keys(values)))
  }
}
