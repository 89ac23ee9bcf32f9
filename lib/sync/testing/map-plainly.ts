import type { Anchor } from '@/lib/directory/anchor'
import type { DirectoryObject } from '@/lib/directory/source'
import { type AccountKind, accountKind } from '../account-kind'
import { canonicalAddress } from '../canonical-address'
import type { AccountField, PersonStatus, Problem } from '../change'
import { personStatus } from '../person-status'

type MappedField = Exclude<AccountField, 'manager'>

type PlainlyMapped = {
  anchor: Anchor
  attributes: Partial<Record<MappedField, string>>
  managerDn: string | null
  emailKey: string | null
  userNameKey: string | null
  status: PersonStatus
  problems: Problem[]
  nobody: AccountKind | null
}

/** The default mapping: account field ← attributes, of which the first with a value counts. Lengths in characters. */
const rules = [
  { field: 'displayName', from: ['displayName', 'cn'], longest: 256 },
  { field: 'givenName', from: ['givenName'], longest: 128 },
  { field: 'familyName', from: ['sn'], longest: 128 },
  { field: 'department', from: ['department'], longest: 256 },
  { field: 'title', from: ['title'], longest: 256 },
  { field: 'workPhone', from: ['telephoneNumber'], longest: 64 },
  { field: 'mobilePhone', from: ['mobile'], longest: 64 },
  { field: 'office', from: ['physicalDeliveryOfficeName'], longest: 256 },
  { field: 'organization', from: ['company'], longest: 256 },
  { field: 'employeeNumber', from: ['employeeID'], longest: 64 },
] as const satisfies readonly { field: MappedField; from: readonly string[]; longest: number }[]

type Read = (attribute: string) => string | null

/**
 * The default mapping written out, with nothing that could be configured: what the compiled one must give, byte for byte,
 * for companies that never chose anything.
 */
export function mapPlainly(
  object: DirectoryObject,
  context: { verifiedDomains: ReadonlySet<string>; now: Date },
): PlainlyMapped {
  const read = reader(object)
  const names = mapFields(read)
  const address = mapAddress(object, read, context.verifiedDomains)
  const status = personStatus(read('userAccountControl'), read('accountExpires'), context.now)
  const problems = [...address.problems, ...names.problems, ...remarks(object, status)]
  return {
    anchor: object.anchor,
    attributes: address.emailKey === null ? names.attributes : { ...names.attributes, email: address.emailKey },
    managerDn: read('manager'),
    emailKey: address.emailKey,
    userNameKey: mapUserName(read),
    status,
    problems,
    nobody: accountKind(read),
  }
}

/** Servers answer in their own spelling of attribute names (RFC 4512 §2.5), and in any order of values. */
function reader({ attributes }: DirectoryObject): Read {
  let folded: Map<string, string[]> | null = null
  return attribute => {
    folded ??= new Map(Object.entries(attributes).map(([name, list]) => [name.toLowerCase(), list]))
    const values = attributes[attribute] ?? folded.get(attribute.toLowerCase())
    return values === undefined ? null : firstValue(values)
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

function mapUserName(read: Read): string | null {
  const name = canonicalAddress(read('userPrincipalName') ?? '')
  return 'problem' in name ? null : name.key
}

function mapFields(read: Read): Pick<PlainlyMapped, 'attributes' | 'problems'> {
  const attributes: PlainlyMapped['attributes'] = {}
  const problems: Problem[] = []
  for (const { field, from, longest } of rules) {
    const value = from.map(read).find(found => found !== null) ?? (field === 'displayName' ? fullName(read) : null)
    if (value === null && field === 'displayName') problems.push({ code: 'name-missing', args: {} })
    if (value === null) continue
    const length = value.length <= longest ? value.length : [...value].length
    if (length <= longest) attributes[field] = value
    else problems.push({ code: 'value-too-long', args: { field, length, max: longest } })
  }
  return { attributes, problems }
}

function fullName(read: Read): string | null {
  const name = [read('givenName'), read('sn')].filter(part => part !== null).join(' ')
  return name === '' ? null : name
}

function mapAddress(object: DirectoryObject, read: Read, verified: ReadonlySet<string>) {
  const text = read('mail')
  if (text === null) return { emailKey: null, problems: [{ code: 'mail-missing', args: {} }] satisfies Problem[] }
  // What was left after removing hidden characters is not the address that the directory holds.
  if (cleanedAttributes(object).includes('mail'))
    return {
      emailKey: null,
      problems: [{ code: 'mail-invalid', args: { address: text.slice(0, 254) } }] satisfies Problem[],
    }
  const address = canonicalAddress(text)
  if ('problem' in address) return { emailKey: null, problems: [address.problem] }
  const problems: Problem[] = verified.has(address.domain)
    ? []
    : [{ code: 'domain-unverified', args: { domain: address.domain } }]
  return { emailKey: address.key, problems }
}

const cleanedAttributes = (object: DirectoryObject) => object.cleaned.map(name => name.toLowerCase())

function remarks(object: DirectoryObject, status: PersonStatus): Problem[] {
  const cleaned = [...new Set(cleanedAttributes(object))].filter(name => name !== 'mail').sort()
  const found: Problem[] = []
  if (cleaned.length > 0) found.push({ code: 'value-cleaned', args: { attributes: cleaned.join(', ') } })
  if (status === 'unknown') found.push({ code: 'status-unreadable', args: {} })
  return found
}
