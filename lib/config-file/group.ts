import { isMap, isScalar } from 'yaml'
import type * as z from 'zod'
import type { Key } from './config-file'
import { type Reading, wrong } from './values'

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
  if (!isMap(node)) return wrong(reading, node, key, 'type-wrong', { expected: 'a list of “setting: value” lines' })
  const known = Object.keys(schema.shape)
  const names = node.items.map(({ key: name }) => (isScalar(name) ? String(name.value) : ''))
  const unknown = node.items.filter((_, index) => !known.includes(names[index] ?? ''))
  for (const { key: name } of unknown)
    wrong(reading, name, key, 'key-unknown', { key: isScalar(name) ? String(name.value) : '', known: known.join(', ') })
  const parsed = schema.safeParse(node.toJSON())
  for (const { path, message } of parsed.error?.issues ?? [])
    wrong(reading, node.get(String(path[0]), true), key, /^[a-z-]+$/.test(message) ? message : 'setting-invalid', {
      setting: String(path[0]),
    })
  if (!parsed.success || unknown.length > 0) return null
  const before = reading.faults.length
  for (const { key: name, value } of node.items) refuseDeeper(reading, value, key, parsed.data[String(name)])
  return reading.faults.length === before ? parsed.data : null
}

/** Whatever the schema dropped of a setting's own lines is a word that nobody knows. */
function refuseDeeper(reading: Reading, value: unknown, key: Key, read: unknown): void {
  if (!isMap(value) || typeof read !== 'object' || read === null) return
  const known = Object.keys(read)
  for (const { key: name } of value.items)
    if (isScalar(name) && !known.includes(String(name.value)))
      wrong(reading, name, key, 'key-unknown', { key: String(name.value), known: known.join(', ') })
}
