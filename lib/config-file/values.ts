import { isScalar, isSeq } from 'yaml'
import { parseAnchor } from '@/lib/directory/anchor'
import type { Fault } from '@/lib/outcome'
import { nearestName } from '@/lib/sync/nearest-name'
import type { Key } from './config-file'

/** Where values are read: collects what is wrong, with its line and its key. Values themselves are never repeated unasked. */
export type Reading = {
  lineOf: (node: unknown) => number
  faults: Fault[]
}

export function wrong(reading: Reading, node: unknown, key: Key, code: string, args: Fault['args'] = {}): null {
  reading.faults.push({ code, args: { line: reading.lineOf(node), key, ...args }, path: key })
  return null
}

/** A value that has to be text, or null after noting that it is not. */
export function text(reading: Reading, node: unknown, key: Key): string | null {
  return textOf(node) ?? wrong(reading, node, key, 'type-wrong', { expected: 'text' })
}

/** Text without the spaces around it, or null where something else is written. */
export const textOf = (node: unknown): string | null =>
  isScalar(node) && typeof node.value === 'string' ? node.value.trim() : null

/** The objectGUID beside a name: it decides, the name is for people. */
export function readGuid(reading: Reading, node: unknown, key: Key): string | null {
  const written = textOf(node) ?? ''
  return parseAnchor(written) ?? wrong(reading, node, key, 'guid-invalid', { value: written.slice(0, 200) })
}

/** What the sentence about a key that nobody knows says: the keys that stand there, and the one that was probably meant. */
export const unknownKey = (key: string, known: readonly string[]) => ({
  ...{ key, known: known.join(', ') },
  suggestion: nearestName(key, known) ?? 'none',
})

export const isNothing = (node: unknown): boolean =>
  node === undefined || node === null || (isScalar(node) && (node.value === null || node.value === ''))

/** A list of names, or one of them alone. */
export function readNames(reading: Reading, node: unknown, key: Key): string[] | null {
  const items = isSeq(node) ? node.items : [node]
  const names = items.map(item => (isScalar(item) && typeof item.value === 'string' ? item.value.trim() : ''))
  return names.every(name => name !== '') ? names : wrong(reading, node, key, 'type-wrong', { expected: 'names' })
}
