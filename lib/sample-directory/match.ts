import type { Directory } from './directory'
import { dnKey, parseDn } from './dn'
import type { Item } from './item'
import type { Filter } from './protocol/filter'
import { findReference } from './reference'
import { type AttributeDefinition, attributeDefinition, categoryOfClass, type Syntax } from './schema'
import { sidToBytes } from './sid'
import { type Value, valueReader } from './values'

/** RFC 4511 §4.5.1.7: `undefined` where the server cannot say, for example of an attribute it does not know. */
export type Verdict = boolean | undefined
export type Matcher = (item: Item) => Verdict

/** MS-ADTS 3.1.1.3.4.4: matching rules on bits of an integer. */
const bitRules: Record<string, (value: bigint, mask: bigint) => boolean> = {
  '1.2.840.113556.1.4.803': (value, mask) => (value & mask) === mask,
  '1.2.840.113556.1.4.804': (value, mask) => (value & mask) !== 0n,
}

/** Prepares a filter once, to be asked for many objects. */
export function prepareFilter(filter: Filter, directory: Directory): Matcher {
  switch (filter.kind) {
    case 'and':
      return every(filter.parts.map(part => prepareFilter(part, directory)))
    case 'or':
      return some(filter.parts.map(part => prepareFilter(part, directory)))
    case 'not': {
      const part = prepareFilter(filter.part, directory)
      return item => {
        const verdict = part(item)
        return verdict === undefined ? undefined : !verdict
      }
    }
    default:
      return prepareAssertion(filter, directory)
  }
}

function every(parts: readonly Matcher[]): Matcher {
  return item => {
    let verdict: Verdict = true
    for (const part of parts) {
      const one = part(item)
      if (one === false) return false
      if (one === undefined) verdict = undefined
    }
    return verdict
  }
}

function some(parts: readonly Matcher[]): Matcher {
  return item => {
    let verdict: Verdict = false
    for (const part of parts) {
      const one = part(item)
      if (one === true) return true
      if (one === undefined) verdict = undefined
    }
    return verdict
  }
}

type Assertion = Exclude<Filter, { kind: 'and' | 'or' | 'not' }>
const unknown: Matcher = () => undefined

/** A constructed attribute cannot be searched (MS-ADTS 3.1.1.3.1.3.1), an unknown one neither. */
function prepareAssertion(filter: Assertion, directory: Directory): Matcher {
  if (filter.kind === 'extensible' && filter.rule === inChain) return prepareChain(filter, directory)
  const definition = filter.attribute === null ? undefined : attributeDefinition(filter.attribute)
  if (!definition || definition.constructed) return unknown
  const read = valueReader(definition, directory)
  if (filter.kind === 'present') return item => read(item).length > 0
  const test = prepareTest(filter, definition, directory)
  return test ? item => read(item).some(test) : unknown
}

/** MS-ADTS 3.1.1.3.4.4.3: LDAP_MATCHING_RULE_TRANSITIVE_EVAL follows links as far as they go. */
const inChain = '1.2.840.113556.1.4.1941'

/** From an object to those that name it in this attribute. */
const backwards: Record<string, (item: Item) => Iterable<Item> | null> = {
  member: item => item.groups,
  memberOf: item => item.members,
  manager: item => item.reports,
  directReports: item => (item.manager ? [item.manager] : null),
}

function prepareChain({ attribute, value }: Assertion & { kind: 'extensible' }, directory: Directory): Matcher {
  const step = backwards[attributeDefinition(attribute ?? '')?.name ?? '']
  const start = findReference(value.toString(), directory)
  if (!step || !start) return unknown
  const reached = new Set<Item>()
  const waiting = [start]
  for (let item = waiting.pop(); item; item = waiting.pop())
    for (const next of step(item) ?? [])
      if (!reached.has(next)) {
        reached.add(next)
        waiting.push(next)
      }
  return item => reached.has(item)
}

type Test = (value: Value) => boolean

function prepareTest(
  filter: Exclude<Assertion, { kind: 'present' }>,
  definition: AttributeDefinition,
  directory: Directory,
): Test | null {
  switch (filter.kind) {
    case 'substrings':
      return definition.syntax === 'text' ? prepareSubstrings(filter) : null
    case 'extensible': {
      const rule = filter.rule === null ? undefined : bitRules[filter.rule]
      if (filter.rule === null)
        return prepareTest({ ...filter, kind: 'equal', attribute: definition.name }, definition, directory)
      const mask = integer(filter.value.toString())
      if (!rule || mask === null || definition.syntax !== 'integer') return null
      return value => rule(integer(value) ?? 0n, mask)
    }
    default: {
      const wanted = assertedValue(filter.value, definition, directory)
      if (wanted === null) return null
      const normalize = definition.syntax === 'dn' ? remembering(normalizers.dn) : normalizers[definition.syntax]
      if (filter.kind === 'greater') return value => atLeast(normalize(value), wanted)
      if (filter.kind === 'less') return value => atLeast(wanted, normalize(value))
      return value => normalize(value) === wanted
    }
  }
}

function prepareSubstrings({ initial, any, final }: Filter & { kind: 'substrings' }): Test {
  const fold = (part: Buffer | null) => (part === null ? '' : foldText(part))
  const start = fold(initial)
  const middle = any.map(fold)
  const end = fold(final)
  return value => {
    const text = foldText(value)
    if (!text.startsWith(start)) return false
    let at = start.length
    for (const part of middle) {
      const found = text.indexOf(part, at)
      if (found < 0) return false
      at = found + part.length
    }
    return text.length - at >= end.length && text.endsWith(end)
  }
}

type Key = string | bigint
/** Case, width and accents make no difference (MS-ADTS 3.1.1.2.2.4). */
function foldText(value: Value): string {
  return value
    .toString()
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase()
}
const atLeast = (left: Key | null, right: Key | null) => left !== null && right !== null && left >= right

function integer(value: Value): bigint | null {
  const text = value.toString()
  return /^-?\d{1,20}$/.test(text) ? BigInt(text) : null
}

/** A key under which equal values of a syntax are equal; null for a value that the syntax does not have. */
const normalizers: Record<Syntax, (value: Value) => Key> = {
  text: foldText,
  integer: value => integer(value) ?? value.toString(),
  boolean: value => value.toString().toUpperCase(),
  time: value => value.toString().replace(/(?:\.\d+)?Z$/, ''),
  octets: value => Buffer.from(value).toString('hex'),
  sid: value => Buffer.from(value).toString('hex'),
  dn: value => nameKey(value.toString()),
}

/** Objects share few categories and managers; each name is parsed once per search. */
function remembering(normalize: (value: Value) => Key): (value: Value) => Key {
  const known = new Map<string, Key>()
  return value => {
    const text = value.toString()
    const found = known.get(text)
    if (found !== undefined) return found
    const key = normalize(text)
    known.set(text, key)
    return key
  }
}

function nameKey(text: string): string {
  const steps = parseDn(text)
  return steps ? dnKey(steps) : text
}

/** The value a filter asks for; null when it can match nothing. A category may be named by its class, a SID in text. */
function assertedValue(value: Buffer, definition: AttributeDefinition, directory: Directory): Key | null {
  const text = value.toString()
  if (definition.syntax === 'integer') return integer(text)
  if (definition.syntax === 'sid' && /^S-1-/i.test(text)) return normalizers.sid(sidToBytes(text))
  if (definition.syntax !== 'dn') return normalizers[definition.syntax](value)
  if (text.startsWith('<')) {
    const item = findReference(text, directory)
    return item ? nameKey(directory.dnOf(item)) : null
  }
  const category = definition.name === 'objectCategory' ? categoryOfClass(text) : undefined
  return nameKey(category ? `CN=${category},CN=Schema,CN=Configuration,${directory.company.baseDn}` : text)
}
