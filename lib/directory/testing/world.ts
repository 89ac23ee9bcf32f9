import { createHash } from 'node:crypto'
import { inRange, readDescription } from '@/lib/sample-directory/ranges'
import { type Anchor, anchorFromBytes } from '../anchor'
import type { Attributes } from './messages'

/** An object of a scripted directory. */
export type WorldObject = {
  guid: Buffer
  anchor: Anchor
  dn: string
  parent: Buffer | null
  usn: number | bigint
  classes: string[]
  deleted: boolean
  attributes: Record<string, Values>
}

/** One value or several, as text or as the bytes that a server might really send. */
export type Values = string | readonly (string | Buffer)[]

export const baseDn = 'DC=lab,DC=example'
const highestCommittedUsn = 5_000

/** A domain with one unit and so many people in it; identities come from the names, so that a run can be repeated. */
export function world(people: number): WorldObject[] {
  const domain = make('domain', baseDn, null, ['top', 'domain', 'domainDNS'])
  const unit = make('unit', `OU=People,${baseDn}`, domain.guid, ['top', 'organizationalUnit'])
  return [domain, unit, ...Array.from({ length: people }, (_, index) => person(`Person ${index}`, unit, 100 + index))]
}

export function person(name: string, unit: WorldObject, usn: number): WorldObject {
  const made = make(name, `CN=${name},${unit.dn}`, unit.guid, ['top', 'person', 'organizationalPerson', 'user'])
  return { ...made, usn, attributes: { displayName: name, mail: `${name.replace(' ', '.')}@lab.example` } }
}

/** A group with these DNs in `member`. */
export function list(name: string, unit: WorldObject, members: readonly string[], usn = 200): WorldObject {
  const made = make(name, `CN=${name},${unit.dn}`, unit.guid, ['top', 'group'])
  return { ...made, usn, attributes: { cn: name, member: members } }
}

function make(seed: string, dn: string, parent: Buffer | null, classes: string[]): WorldObject {
  const guid = createHash('md5').update(seed).digest()
  return { guid, anchor: anchorFromBytes(guid), dn, parent, usn: 50, classes, deleted: false, attributes: {} }
}

/** The values that a search for these attributes gets. */
export function attributesOf(object: WorldObject, asked: readonly string[]): Attributes {
  const all: Attributes = {
    objectGUID: [object.guid],
    uSNChanged: [String(object.usn)],
    objectClass: object.classes,
    ...(object.parent ? { parentGUID: [object.parent] } : {}),
    ...(object.deleted ? { isDeleted: ['TRUE'] } : {}),
    ...(object.parent
      ? {}
      : { objectSid: [Buffer.from('0104000000000005150000000100000002000000 03000000'.replace(' ', ''), 'hex')] }),
    ...Object.fromEntries(
      Object.entries(object.attributes).map(([name, values]) => [
        name,
        typeof values === 'string' ? [values] : [...values],
      ]),
    ),
  }
  const descriptions = asked.map(readDescription)
  const answered = Object.entries(all).flatMap(([name, values]) => {
    const description = descriptions.find(each => each.name.toLowerCase() === name.toLowerCase())
    return description ? inRange(name, values, description.range) : []
  })
  return Object.fromEntries(answered)
}

export const rootDse: Attributes = {
  defaultNamingContext: [baseDn],
  namingContexts: [baseDn, `CN=Configuration,${baseDn}`, `DC=DomainDnsZones,${baseDn}`],
  highestCommittedUSN: [String(highestCommittedUsn)],
  dnsHostName: ['dc1.lab.example'],
  supportedCapabilities: ['1.2.840.113556.1.4.800'],
  supportedControl: ['1.2.840.113556.1.4.319'],
}
