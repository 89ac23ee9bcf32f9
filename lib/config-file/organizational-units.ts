import { isMap, isScalar, isSeq } from 'yaml'
import { parseAnchor } from '@/lib/directory/anchor'
import { canonicalDn } from './canonical-dn'
import type { ConfigFile, UnitReference } from './config-file'
import { readNewUnits } from './scope'
import { type Reading, readGuid, textOf, wrong } from './values'

const key = 'organizationalUnits'

/** `all`, `none`, or a list of rules of which at least one includes something. */
export function readOrganizationalUnits(reading: Reading, node: unknown): ConfigFile['organizationalUnits'] | null {
  if (isScalar(node) && (node.value === 'all' || node.value === 'none')) return node.value
  if (!isSeq(node)) return wrong(reading, node, key, 'organizational-units-word')
  if (node.items.length > 10_000) return wrong(reading, node, key, 'organizational-units-too-many')
  const rules = node.items.map(item => readRule(reading, item))
  if (!rules.every(rule => rule !== null)) return null
  if (!rules.some(rule => rule.effect === 'include')) return wrong(reading, node, key, 'organizational-units-empty')
  return refuseTwice(reading, node.items, rules)
}

function readRule(reading: Reading, node: unknown): UnitReference | null {
  const items = isMap(node) ? node.items : []
  const named = (name: string) => items.find(item => isScalar(item.key) && item.key.value === name)
  const later = named('newUnits')
  const guid = named('objectGUID')
  const [pair, ...more] = items.filter(item => item !== later && item !== guid)
  const effect = isScalar(pair?.key) ? pair.key.value : null
  if (!pair || more.length > 0 || (effect !== 'include' && effect !== 'exclude'))
    return wrong(reading, node, key, 'organizational-unit-rule')
  if (later && effect === 'exclude') return wrong(reading, node, key, 'organizational-unit-new-units-excluded')
  const newUnits = later ? readNewUnits(reading, later.value, key) : undefined
  if (newUnits === null) return null
  const written = textOf(pair.value)
  if (written === null) return wrong(reading, node, key, 'organizational-unit-rule')
  if (identityOf(written) === null)
    return wrong(reading, node, key, 'organizational-unit-invalid', { value: written.slice(0, 200) })
  const reference = guid ? readGuid(reading, guid.value, key) : written
  if (reference === null) return null
  return {
    effect,
    reference,
    ...(guid ? { dn: written } : {}),
    ...(newUnits ? { newUnits } : {}),
    line: reading.lineOf(node),
  }
}

function refuseTwice(reading: Reading, nodes: unknown[], rules: UnitReference[]): UnitReference[] | null {
  const seen = new Set<string>()
  for (const [index, { reference }] of rules.entries()) {
    const identity = identityOf(reference)
    if (identity !== null && seen.has(identity))
      return wrong(reading, nodes[index], key, 'organizational-unit-twice', { value: reference })
    if (identity !== null) seen.add(identity)
  }
  return rules
}

const identityOf = (reference: string): string | null => parseAnchor(reference) ?? canonicalDn(reference)
