import { type Anchor, anchorFromBytes } from '../anchor'
import { textOfBytes } from '../binary-values'
import type { DirectoryObject } from '../source'
import { type NormalizedValues, normalizeValues, shortText } from '../values'
import { fail } from './faults'
import { unitClasses } from './filters'
import type { Entry } from './message'

const units = new Set<string>(unitClasses.map(name => name.toLowerCase()))

/** The values of an attribute of bytes. */
export const bytesOf = (entry: Entry, name: string): Buffer[] => entry.bytes.get(name.toLowerCase()) ?? []

export const textsOf = (entry: Entry, name: string): string[] => entry.texts.get(name.toLowerCase()) ?? []

export const textOf = (entry: Entry, name: string): string => textsOf(entry, name)[0] ?? ''

/** The entry's identity as its 16 bytes. @throws ReadFailure `entry-without-guid` */
export function guidOf(entry: Entry): Buffer {
  const [guid, second] = bytesOf(entry, 'objectGUID')
  if (guid?.length !== 16 || second) throw fail('entry-without-guid', { dn: shortText(entry.dn) || '?' })
  return guid
}

/** @throws ReadFailure `entry-without-guid` */
export const anchorOf = (entry: Entry): Anchor => anchorFromBytes(guidOf(entry))

/** @throws ReadFailure `page-malformed` when the number is missing: without it no change could be noticed */
export function usnOf(entry: Entry): bigint {
  const text = textOf(entry, 'uSNChanged')
  if (!/^\d{1,20}$/.test(text)) throw fail('page-malformed', { dn: shortText(entry.dn) })
  return BigInt(text)
}

/** The identity of the parent, or null where the server gives none, as at the root of a naming context. */
export function parentOf(entry: Entry): Anchor | null {
  const [parent] = bytesOf(entry, 'parentGUID')
  return parent?.length === 16 ? anchorFromBytes(parent) : null
}

/** What the classes of an object say it is; null when they say nothing. */
export function kindOfClasses(classes: readonly string[]): DirectoryObject['kind'] | null {
  if (classes.length === 0) return null
  const names = classes.map(name => name.toLowerCase())
  if (names.some(name => units.has(name))) return 'unit'
  return names.includes('group') ? 'list' : 'person'
}

export const isUnit = (entry: Entry): boolean => kindOfClasses(textsOf(entry, 'objectClass')) === 'unit'

export const isList = (entry: Entry): boolean => kindOfClasses(textsOf(entry, 'objectClass')) === 'list'

/** An entry was found by its class; one that does not tell it could be of any kind. @throws ReadFailure `page-malformed` */
function kindOf(entry: Entry): DirectoryObject['kind'] {
  const kind = kindOfClasses(textsOf(entry, 'objectClass'))
  if (kind === null) throw fail('page-malformed', { dn: shortText(entry.dn) })
  return kind
}

/** Makes the entry a directory object with the wanted attributes, in the spelling in which they were wanted. */
export function toObject(entry: Entry, wanted: readonly string[]): DirectoryObject {
  const attributes: Record<string, string[]> = {}
  const cleanedNames: string[] = []
  for (const name of wanted) {
    const { values, cleaned } = readValues(entry, name.toLowerCase())
    if (values.length > 0) attributes[name] = values
    if (cleaned) cleanedNames.push(name)
  }
  return {
    anchor: anchorOf(entry),
    kind: kindOf(entry),
    dn: normalizeDn(entry.dn),
    parent: parentOf(entry),
    usnChanged: usnOf(entry).toString(),
    deleted: textOf(entry, 'isDeleted').toUpperCase() === 'TRUE',
    attributes,
    cleaned: cleanedNames,
  }
}

const nothing = { values: [], cleaned: false }

function readValues(entry: Entry, name: string): NormalizedValues {
  const texts = entry.texts.get(name)
  if (texts) return normalizeValues(texts)
  const bytes = entry.bytes.get(name)
  if (!bytes) return nothing
  const values = bytes.map(value => textOfBytes(name, value)).filter(text => text !== null)
  return { values, cleaned: values.length < bytes.length }
}

/** A DN is kept as the server wrote it, but for what no database takes. */
export const normalizeDn = (dn: string): string => dn.normalize('NFC').replaceAll('\0', '')
