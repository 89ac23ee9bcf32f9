import { isMap, isScalar, isSeq } from 'yaml'
import { parseAnchor } from '@/lib/directory/anchor'
import { parseSearchFilter } from '@/lib/directory/formats/search-filter'
import { NewUnits } from '@/lib/settings/organizational-units'
import { canonicalDn } from './canonical-dn'
import type { ConfigFile, Key, ListReference } from './config-file'
import { type Reading, readGuid, text, textOf, wrong } from './values'

/** `include`, `exclude` or `ask`: what becomes of units that appear later. */
export function readNewUnits(reading: Reading, node: unknown, key: Key): NewUnits | null {
  const parsed = NewUnits.safeParse(isScalar(node) ? node.value : null)
  return parsed.success ? parsed.data : wrong(reading, node, key, 'new-units-word')
}

/** `all`, `none`, or the chosen lists by DN or GUID. */
export function readDistributionLists(reading: Reading, node: unknown): ConfigFile['distributionLists'] | null {
  const key = 'distributionLists'
  if (isScalar(node) && (node.value === 'all' || node.value === 'none')) return node.value
  if (!isSeq(node) || node.items.length === 0) return wrong(reading, node, key, 'distribution-lists-word')
  if (node.items.length > 2_000) return wrong(reading, node, key, 'distribution-lists-too-many')
  const lists = node.items.map(item => readReference(reading, item))
  return lists.every(list => list !== null) ? lists : null
}

/** A DN or GUID, or both as `list` and `objectGUID`. */
function readReference(reading: Reading, node: unknown): ListReference | null {
  const key = 'distributionLists'
  const guid = isMap(node) ? node.get('objectGUID', true) : undefined
  const known = isMap(node) && node.items.length === 2 && guid !== undefined && node.has('list')
  const written = textOf(known ? node.get('list', true) : node) ?? ''
  if (written === '' || (parseAnchor(written) ?? canonicalDn(written)) === null)
    return wrong(reading, node, key, 'distribution-list-invalid', { value: written.slice(0, 200) })
  if (!known) return { reference: written, line: reading.lineOf(node) }
  const reference = readGuid(reading, guid, key)
  return reference === null ? null : { reference, dn: written, line: reading.lineOf(node) }
}

/** Whether people whom only a chosen list reaches take part. */
export function readPeopleOfLists(reading: Reading, node: unknown): 'in-scope' | 'left-out' | null {
  const value = isScalar(node) ? node.value : null
  return value === 'in-scope' || value === 'left-out'
    ? value
    : wrong(reading, node, 'peopleOfLists', 'people-of-lists-word')
}

/** The word `none`, or an LDAP filter. Its faults are those of the filter's text, with the line on which it begins. */
export function readInclusionRule(reading: Reading, node: unknown): { filter: string | null; line: number } | null {
  const filter = text(reading, node, 'inclusionRule')
  if (filter === null) return null
  const line = reading.lineOf(node)
  if (filter === 'none') return { filter: null, line }
  const parsed = parseSearchFilter(filter)
  return 'fault' in parsed
    ? wrong(reading, node, 'inclusionRule', parsed.fault.code, parsed.fault.args)
    : { filter, line }
}
