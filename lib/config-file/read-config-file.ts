import { isScalar, isSeq } from 'yaml'
import { done, type Outcome } from '@/lib/outcome'
import { isTimeZone } from '@/lib/schedule/zone'
import { ConnectionSettings } from '@/lib/settings/connection'
import { LeavingSettings } from '@/lib/settings/connector'
import { GroupSettings } from '@/lib/settings/groups'
import { JoiningSettings } from '@/lib/settings/joining'
import { SafetySettings } from '@/lib/settings/safety'
import { ScheduleSettings } from '@/lib/settings/schedule'
import { canonicalDn } from './canonical-dn'
import {
  type AgentReach,
  type AuthorityText,
  type CloudReach,
  type ConfigFile,
  type Key,
  keys,
  keysOfCloud,
  optionalKeys,
  type PasswordReference,
  storedPassword,
} from './config-file'
import { readDocument, type Source } from './document'
import { readExclusions } from './exclusions'
import { readGroup } from './group'
import { readHosts } from './hosts'
import { readMapping } from './mapping'
import { readOrganizationalUnits } from './organizational-units'
import { readDistributionLists, readInclusionRule, readNewUnits, readPeopleOfLists } from './scope'
import { isNothing, type Reading, readNames, text, unknownKey, wrong } from './values'

type Kind = ConfigFile['kind']
/** Where values stand, and whether they do. */
type Places = { at: (key: Key) => unknown; has: (key: Key) => boolean }

const required = (kind: Kind | null): readonly Key[] =>
  keys.filter(key => !optionalKeys.includes(key) && !(kind === 'agent' && keysOfCloud.includes(key)))

/**
 * Reads a configuration file, version 1, from its bytes. Everything wrong is told at once, each with `args.line`;
 * the sentences stand in lib/words/en/config-file.json.
 */
export function readConfigFile(bytes: Uint8Array): Outcome<ConfigFile> {
  const source = readDocument(bytes)
  if (!source.ok) return source
  const reading: Reading = { lineOf: source.value.lineOf, faults: [] }
  const { root } = source.value
  const places: Places = { at: key => root.get(key, true), has: key => root.has(key) }
  const kind = places.has('kind') ? readKind(reading, places.at('kind')) : null
  checkKeys(reading, source.value, kind)
  const file = readValues(reading, places, kind)
  if (file && reading.faults.length === 0) return done(file)
  // Whatever else a newer version says differently is no mistake.
  const newer = reading.faults.find(({ code }) => code === 'version-newer')
  if (newer) return { ok: false, faults: [newer] }
  const line = (args: Record<string, string | number>) => Number(args.line ?? 0)
  return { ok: false, faults: reading.faults.toSorted((a, b) => line(a.args) - line(b.args)) }
}

function checkKeys(reading: Reading, { root }: Source, kind: Kind | null): void {
  for (const { key } of root.items) {
    const line = reading.lineOf(key)
    if (!isScalar(key) || typeof key.value !== 'string')
      reading.faults.push({ code: 'key-not-text', args: { line, known: keys.join(', ') } })
    else if (key.value === '<<') reading.faults.push({ code: 'merge-refused', args: { line } })
    else if (!(keys as readonly string[]).includes(key.value))
      reading.faults.push({ code: 'key-unknown', args: { line, ...unknownKey(key.value, keys) } })
    else if (kind === 'agent' && (keysOfCloud as readonly string[]).includes(key.value))
      reading.faults.push({ code: 'key-of-cloud', args: { line, key: key.value }, path: key.value })
  }
  for (const key of required(kind))
    if (!root.has(key))
      reading.faults.push({ code: 'key-missing', args: { line: reading.lineOf(root), key }, path: key })
}

function readValues(reading: Reading, { at, has }: Places, kind: Kind | null): ConfigFile | null {
  const read = <T>(key: Key, reader: (node: unknown) => T | null) => (has(key) ? reader(at(key)) : null)
  const version = read('version', node => readVersion(reading, node))
  const name = read('name', node => bounded(reading, node, 'name', 60, 'name-missing', 'name-too-long'))
  const reach = kind === 'agent' ? readAgentReach(reading, { at, has }) : readCloudReach(reading, { at, has })
  const organizationalUnits = read('organizationalUnits', node => readOrganizationalUnits(reading, node))
  const newUnits = read('newUnits', node => readNewUnits(reading, node, 'newUnits'))
  const distributionLists = read('distributionLists', node => readDistributionLists(reading, node))
  const peopleOfLists = read('peopleOfLists', node => readPeopleOfLists(reading, node))
  const inclusionRule = read('inclusionRule', node => readInclusionRule(reading, node))
  const leaving = read('leaving', node => readGroup(reading, node, 'leaving', LeavingSettings))
  const schedule = has('schedule') ? readSchedule(reading, at('schedule')) : undefined
  const timeZone = read('timeZone', node => readTimeZone(reading, node))
  const safety = read('safety', node => readGroup(reading, node, 'safety', SafetySettings))
  const joining = read('joining', node => readGroup(reading, node, 'joining', JoiningSettings))
  const mapping = read('mapping', node => readMapping(reading, node))
  const exclusions = read('exclusions', node => readExclusions(reading, node))
  const groups = read('groups', node => readGroup(reading, node, 'groups', GroupSettings))
  const precedence = read('precedence', node => readNames(reading, node, 'precedence'))
  if (peopleOfLists && !(has('distributionLists') && (distributionLists === null || Array.isArray(distributionLists))))
    return wrong(reading, at('peopleOfLists'), 'peopleOfLists', 'people-of-lists-alone')
  if (!version || name === null || !kind || !reach || organizationalUnits === null) return null
  return {
    ...reach,
    name,
    kindLine: reading.lineOf(at('kind')),
    organizationalUnits,
    ...(newUnits ? { newUnits } : {}),
    ...(distributionLists ? { distributionLists } : {}),
    ...(peopleOfLists ? { peopleOfLists } : {}),
    ...(inclusionRule ? { inclusionRule } : {}),
    ...(leaving ? { leaving } : {}),
    ...(safety ? { safety } : {}),
    ...(schedule === undefined ? {} : { schedule }),
    ...(timeZone ? { timeZone } : {}),
    ...(joining ? { joining } : {}),
    ...(mapping ? { mapping } : {}),
    ...(precedence ? { precedence } : {}),
    ...(exclusions ? { exclusions } : {}),
    ...(groups ? { groups } : {}),
  }
}

function readKind(reading: Reading, node: unknown): Kind | null {
  const value = text(reading, node, 'kind')
  if (value === null) return null
  return value === 'cloud' || value === 'agent' ? value : wrong(reading, node, 'kind', 'kind-unsupported')
}

/** How the portal reaches the directory: the file says it all. */
function readCloudReach(reading: Reading, { at, has }: Places): CloudReach | null {
  const read = <T>(key: Key, reader: (node: unknown) => T | null) => (has(key) ? reader(at(key)) : null)
  const security = read('security', node => readSecurity(reading, node))
  const hosts = read('hosts', node => readHosts(reading, node, security ?? 'ldaps'))
  const userId = read('userId', node => bounded(reading, node, 'userId', 1024, 'user-id-missing', 'user-id-too-long'))
  const authority = has('ca') ? readAuthorityText(reading, at('ca')) : { kind: 'public' as const }
  const pins = has('pins') ? readPins(reading, at('pins')) : []
  const baseDn = readBaseDn(reading, at('baseDn'))
  const password = read('password', node => readPassword(reading, node))
  if (!hosts || !security || userId === null || !authority || pins === null || password === null) return null
  const connection = { hosts, security, baseDn, userId, ...(pins.length > 0 ? { pins } : {}) }
  return { kind: 'cloud', connection, authority, password }
}

/** Where agents read; all the rest was told on their machines. */
const readAgentReach = (reading: Reading, { at }: Places): AgentReach => ({
  kind: 'agent',
  baseDn: readBaseDn(reading, at('baseDn')),
})

function readSecurity(reading: Reading, node: unknown): 'ldaps' | 'starttls' | null {
  const value = text(reading, node, 'security')
  if (value === null) return null
  return value === 'ldaps' || value === 'starttls' ? value : wrong(reading, node, 'security', 'security-unsupported')
}

/** Fingerprints of the servers' keys, as Test Connection shows them. */
function readPins(reading: Reading, node: unknown): string[] | null {
  if (isNothing(node)) return []
  if (!isSeq(node)) return wrong(reading, node, 'pins', 'type-wrong', { expected: 'fingerprints' })
  const pins = ConnectionSettings.shape.pins.safeParse(node.items.map(item => (isScalar(item) ? item.value : null)))
  if (pins.success) return pins.data ?? []
  return wrong(reading, node, 'pins', node.items.length > 5 ? 'pins-too-many' : 'pin-invalid')
}

function readTimeZone(reading: Reading, node: unknown): string | null {
  const zone = text(reading, node, 'timeZone')
  return zone === null || isTimeZone(zone) ? zone : wrong(reading, node, 'timeZone', 'time-zone-unknown')
}

/** The word `none`, or when it runs. */
function readSchedule(reading: Reading, node: unknown): ScheduleSettings | null {
  return isScalar(node) && node.value === 'none' ? null : readGroup(reading, node, 'schedule', ScheduleSettings)
}

function readVersion(reading: Reading, node: unknown): 1 | null {
  if (!isScalar(node) || typeof node.value !== 'number')
    return wrong(reading, node, 'version', 'type-wrong', { expected: 'one' })
  if (node.value === 1) return 1
  const isNewer = Number.isInteger(node.value) && node.value > 1
  return wrong(reading, node, 'version', isNewer ? 'version-newer' : 'version-unsupported', { version: node.value })
}

function bounded(reading: Reading, node: unknown, key: Key, most: number, missing: string, long: string) {
  if (isNothing(node)) return wrong(reading, node, key, missing)
  const value = text(reading, node, key)
  if (value === null) return null
  if (value === '') return wrong(reading, node, key, missing)
  return value.length > most ? wrong(reading, node, key, long) : value
}

function readAuthorityText(reading: Reading, node: unknown): AuthorityText | null {
  if (isNothing(node)) return { kind: 'public' }
  const pem = text(reading, node, 'ca')
  if (pem === null) return null
  const path = /^\$\{file:(.+)\}$/.exec(pem)?.[1]
  if (path) return { kind: 'file', path, line: reading.lineOf(node) }
  return pem.length > 65_536 ? wrong(reading, node, 'ca', 'certificate-too-large') : { kind: 'pem', pem }
}

function readBaseDn(reading: Reading, node: unknown): string | null {
  if (isNothing(node)) return null
  const dn = text(reading, node, 'baseDn')
  if (dn === null || dn === 'automatic') return null
  return canonicalDn(dn) === null ? wrong(reading, node, 'baseDn', 'base-dn-invalid') : dn
}

// The text is never repeated in the fault: it may be a password.
function readPassword(reading: Reading, node: unknown): PasswordReference | null {
  const value = isScalar(node) && typeof node.value === 'string' ? node.value.trim() : ''
  const line = reading.lineOf(node)
  const variable = /^\$\{env:([A-Za-z_][A-Za-z0-9_]*)\}$/.exec(value)?.[1]
  if (variable) return { from: 'env', name: variable, line }
  const secret = /^\$\{secret:([a-z][a-z0-9-]*)\}$/.exec(value)?.[1]
  if (secret === undefined) return wrong(reading, node, 'password', 'password-in-file')
  return secret === storedPassword
    ? { from: 'secret', name: secret, line }
    : wrong(reading, node, 'password', 'secret-unknown', { value: secret, known: storedPassword })
}
