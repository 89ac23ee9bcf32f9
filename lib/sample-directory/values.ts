import { anchorToBytes } from '@/lib/directory/anchor'
import type { Directory } from './directory'
import type { Item } from './item'
import { readDescription, type ValueRange } from './ranges'
import {
  type AttributeDefinition,
  attributeDefinition,
  categoryOfClass,
  classChains,
  constructedAttributes,
} from './schema'
import { sidToBytes } from './sid'
import { generalizedTime } from './times'

export type Value = string | Buffer
const none: readonly Value[] = []

type Compute = (item: Item, directory: Directory) => readonly Value[]

const names = (items: Iterable<Item> | null, directory: Directory) =>
  items === null ? none : Array.from(items, item => directory.dnOf(item))

function sidOf(item: Item, { company, domain }: Directory): string | null {
  if (item === domain) return company.domainSid
  return item.rid === null ? null : `${company.domainSid}-${item.rid}`
}

/** A tombstone keeps its class but loses its category (MS-ADTS 3.1.1.5.5.1.1). */
const categoryDn = (item: Item, { company }: Directory): readonly Value[] =>
  item.deleted ? none : [`CN=${categoryOfClass(item.objectClass)},CN=Schema,CN=Configuration,${company.baseDn}`]

const expiredBit = 0x800000
const neverExpires = 0x10000

/** MS-ADTS 3.1.1.4.5.17: what userAccountControl does not say by itself, here an account that must change its password. */
function computedControl({ attributes }: Item): readonly Value[] {
  const control = attributes.userAccountControl?.[0]
  if (control === undefined) return none
  const mustChange = attributes.pwdLastSet?.[0] === '0' && (Number(control) & neverExpires) === 0
  return [mustChange ? String(expiredBit) : '0']
}

function canonicalName(item: Item, directory: Directory): string {
  if (item.parent)
    return `${canonicalName(item.parent, directory)}/${item.rdn.value.replaceAll('/', '\\/')}`.replace('//', '/')
  return `${directory.company.domain}/`
}

/**
 * MS-ADTS 3.1.1.4.5.19: the SIDs of all groups that an account is in, through other groups and through its primary one.
 */
function tokenGroups(item: Item, directory: Directory): readonly Value[] {
  const found = new Set<Item>()
  const waiting = [...groupsOf(item, directory)]
  for (let group = waiting.pop(); group; group = waiting.pop()) {
    if (found.has(group)) continue
    found.add(group)
    waiting.push(...groupsOf(group, directory))
  }
  return [...found].flatMap(group => sidOf(group, directory) ?? []).map(sidToBytes)
}

function* groupsOf(item: Item, directory: Directory): Generator<Item> {
  yield* item.groups ?? []
  const primary = item.attributes.primaryGroupID?.[0]
  if (primary === undefined) return
  for (const other of directory.all()) if (other.objectClass === 'group' && String(other.rid) === primary) yield other
}

const rdnOf =
  (type: string): Compute =>
  item =>
    item.rdn.attribute === type ? [item.rdn.value] : none

/** Attributes that are not stored but follow from the object and its place. */
const computed: Record<string, Compute> = {
  objectClass: item => classChains[item.objectClass],
  cn: rdnOf('CN'),
  ou: rdnOf('OU'),
  dc: rdnOf('DC'),
  name: item => [item.rdn.value],
  distinguishedName: (item, directory) => [directory.dnOf(item)],
  objectGUID: item => [anchorToBytes(item.anchor)],
  objectSid: (item, directory) => {
    const sid = sidOf(item, directory)
    return sid === null ? none : [sidToBytes(sid)]
  },
  objectCategory: categoryDn,
  invocationId: (item, directory) => (item.objectClass === 'nTDSDSA' ? [anchorToBytes(directory.invocationId)] : none),
  instanceType: item => [item.rootDn === null ? '4' : '5'],
  whenCreated: item => [generalizedTime(item.created)],
  whenChanged: item => [generalizedTime(item.changed)],
  uSNCreated: item => [String(item.usnCreated)],
  uSNChanged: item => [String(item.usnChanged)],
  manager: (item, directory) => (item.manager ? [directory.dnOf(item.manager)] : none),
  directReports: (item, directory) => names(item.reports, directory),
  member: (item, directory) => names(item.members, directory),
  memberOf: (item, directory) => names(item.groups, directory),
  lastKnownParent: item => (item.lastKnownParent === null ? none : [item.lastKnownParent]),
  parentGUID: item => (item.parent ? [anchorToBytes(item.parent.anchor)] : none),
  canonicalName: (item, directory) => [canonicalName(item, directory)],
  createTimeStamp: item => [generalizedTime(item.created)],
  modifyTimeStamp: item => [generalizedTime(item.changed)],
  'msDS-PrincipalName': (item, { company }) => {
    const logon = item.attributes.sAMAccountName?.[0]
    return logon === undefined ? none : [`${company.netbiosName}\\${logon}`]
  },
  'msDS-User-Account-Control-Computed': computedControl,
  tokenGroups,
}

/** The values of one attribute of one object; empty when it has none. */
export function valuesOf(item: Item, name: string, directory: Directory): readonly Value[] {
  return computed[name]?.(item, directory) ?? item.attributes[name] ?? none
}

/** A way to the values of one attribute, for asking many objects. */
export function valueReader({ name }: AttributeDefinition, directory: Directory): (item: Item) => readonly Value[] {
  const compute = computed[name]
  return compute ? item => compute(item, directory) : item => item.attributes[name] ?? none
}

const constructed = new Set(constructedAttributes)
const computedNames = Object.keys(computed).filter(name => !constructed.has(name))

/** The names `*` stands for: everything an object holds that is not constructed. */
const userAttributes = (item: Item): string[] => [
  ...computedNames,
  ...Object.keys(item.attributes).filter(name => !(name in computed)),
]

/** An attribute asked for, in the schema's spelling, and which of its values. */
export type Wanted = { name: string; range: ValueRange | null }

/**
 * Which attributes a request asks for. No list and `*` mean all, `1.1` none, `+` the constructed ones (RFC 4511 §4.5.1.8,
 * RFC 3673); names compare without case and are answered in the schema's spelling; unknown names are ignored.
 */
export function selectAttributes(requested: readonly string[]): (item: Item) => Wanted[] {
  const named = new Map<string, Wanted>()
  for (const description of requested) {
    const { name, range } = readDescription(description)
    const definition = attributeDefinition(name)
    if (definition) named.set(definition.name, { name: definition.name, range })
  }
  const whole = (name: string): Wanted => named.get(name) ?? { name, range: null }
  if (requested.includes('+')) for (const name of constructedAttributes) named.set(name, whole(name))
  const wanted = [...named.values()]
  if (requested.length > 0 && !requested.includes('*')) return () => wanted
  return item => [...new Set([...userAttributes(item), ...named.keys()])].map(whole)
}
