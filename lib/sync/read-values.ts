import type { DirectoryObject } from '@/lib/directory/source'
import type { Reading } from './expression/compile-node'

/** Reads a person's values. Servers answer in their own spelling of attribute names (RFC 4512 §2.5), in any order of values. */
export function readValues({ attributes }: Pick<DirectoryObject, 'attributes'>): Reading {
  let folded: Map<string, string[]> | null = null
  const valuesOf = (attribute: string) => {
    const values = attributes[attribute]
    if (values !== undefined) return values
    folded ??= new Map(Object.entries(attributes).map(([name, list]) => [name.toLowerCase(), list]))
    return folded.get(attribute.toLowerCase())
  }
  return {
    first: attribute => {
      const values = valuesOf(attribute)
      return values === undefined ? null : firstValue(values)
    },
    all: attribute => sortedValues(valuesOf(attribute) ?? []),
  }
}

function firstValue(values: readonly string[]): string | null {
  let first: string | null = null
  for (const raw of values) {
    const value = raw.normalize('NFC').trim()
    if (value !== '' && (first === null || value < first)) first = value
  }
  return first
}

const sortedValues = (values: readonly string[]): string[] =>
  values
    .map(raw => raw.normalize('NFC').trim())
    .filter(value => value !== '')
    .sort()
