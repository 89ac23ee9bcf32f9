import type { Anchor } from '@/lib/directory/anchor'
import { cutText } from '@/lib/directory/formats/cut-text'
import type { DirectoryObject } from '@/lib/directory/source'
import { type AccountKind, accountKind } from './account-kind'
import { canonicalAddress } from './canonical-address'
import type { PersonStatus, Problem } from './change'
import type { CompiledField, Mapping } from './compile-mapping'
import type { WantedValues } from './difference'
import type { Reading } from './expression/compile-node'
import { findValue, mapFields } from './map-fields'
import { personStatus } from './person-status'
import { readValues } from './read-values'

/** The first pass's result: what the directory says of one person, in the Messenger's words. */
export type MappedPerson = {
  anchor: Anchor
  /**
   * Only the fields the directory has a usable value for, and with null those that the mapping says to empty: an absent
   * attribute by itself never clears anything.
   */
  attributes: WantedValues
  /** The manager's DN as the directory wrote it; null also when the mapping does not follow managers. */
  managerDn: string | null
  /** The canonical address; null when there is none that can be used. */
  emailKey: string | null
  /** userPrincipalName in the form of an address; null when there is none that can be compared with one. */
  userNameKey: string | null
  status: PersonStatus
  problems: Problem[]
  /** What it is instead of a person: an account that Active Directory brings itself, one of a computer or of a trust. */
  nobody: AccountKind | null
}

export type MapContext = { verifiedDomains: ReadonlySet<string>; now: Date; mapping: Mapping }

/** Maps one person. Pure: the same object and context give the same answer, whatever the order of its values. */
export function mapPerson(object: DirectoryObject, context: MapContext): MappedPerson {
  const { mapping, verifiedDomains, now } = context
  const reading = readValues(object)
  const { attributes, problems } = mapFields(mapping, reading)
  const address = mapAddress(object, reading, mapping.email, verifiedDomains)
  const status = personStatus(reading.first('userAccountControl'), reading.first('accountExpires'), now)
  const managerDn = mapping.manager === 'not-managed' ? null : reading.first('manager')
  if (address.emailKey !== null) attributes.email = address.emailKey
  if (managerDn === null && mapping.manager === 'followed-and-cleared') attributes.manager = null
  return {
    anchor: object.anchor,
    attributes,
    managerDn,
    emailKey: address.emailKey,
    userNameKey: userNameOf(reading),
    status,
    problems: [...address.problems, ...problems, ...remarks(object, status, mapping.email)],
    nobody: accountKind(reading.first),
  }
}

function userNameOf({ first: read }: Reading): string | null {
  const name = canonicalAddress(read('userPrincipalName') ?? '')
  return 'problem' in name ? null : name.key
}

type Address = { emailKey: string | null; problems: Problem[] }

function mapAddress(
  object: DirectoryObject,
  reading: Reading,
  email: CompiledField,
  verified: ReadonlySet<string>,
): Address {
  const found = findValue(email, reading)
  if ('problem' in found) return { emailKey: null, problems: [found.problem] }
  const text = found.value
  if (text === null) return { emailKey: null, problems: [{ code: 'mail-missing', args: {} }] }
  // What was left after removing hidden characters is not the address that the directory holds.
  const cleaned = cleanedAttributes(object)
  if (cleaned.length > 0 && email.source.suppliers(reading).some(name => cleaned.includes(name.toLowerCase())))
    return { emailKey: null, problems: [{ code: 'mail-invalid', args: { address: cutText(text, 254) } }] }
  const address = canonicalAddress(text)
  if ('problem' in address) return { emailKey: null, problems: [address.problem] }
  const problems: Problem[] = verified.has(address.domain)
    ? []
    : [{ code: 'domain-unverified', args: { domain: address.domain } }]
  return { emailKey: address.key, problems }
}

const cleanedAttributes = (object: DirectoryObject) => object.cleaned.map(name => name.toLowerCase())

function remarks(object: DirectoryObject, status: PersonStatus, email: CompiledField): Problem[] {
  const found: Problem[] = []
  if (object.cleaned.length > 0) {
    const ofAddress = new Set(email.source.attributes.map(name => name.toLowerCase()))
    const cleaned = [...new Set(cleanedAttributes(object))].filter(name => !ofAddress.has(name)).sort()
    if (cleaned.length > 0) found.push({ code: 'value-cleaned', args: { attributes: cleaned.join(', ') } })
  }
  if (status === 'unknown') found.push({ code: 'status-unreadable', args: {} })
  return found
}
