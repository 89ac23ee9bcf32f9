import type { Anchor } from '@/lib/directory/anchor'
import type { Rdn } from '../dn'
import type { ObjectClass } from '../schema'

/**
 * How an object signs in. Objects without one answer every password with "wrong". `readsDeleted`: may read CN=Deleted
 * Objects. `replicates`: has the right DS-Replication-Get-Changes, by which DirSync shows everything.
 */
export type SignIn = { password: string; mustChange: boolean; readsDeleted: boolean; replicates?: boolean }

/** One object of the company, as the directory loads it; parents stand before their children. */
export type CompanyEntry = {
  anchor: Anchor
  objectClass: ObjectClass
  /** null for the root of a naming context, whose whole name is then `rootDn`. */
  parent: Anchor | null
  rootDn?: string
  rdn: Rdn
  /** The last part of objectSid; null when the object has none. */
  rid: number | null
  /** Times of creation and last change, in milliseconds since 1970. */
  created: number
  changed: number
  attributes: Record<string, readonly string[]>
  manager?: Anchor
  members?: readonly Anchor[]
  signIn?: SignIn
}

/** What keeps a person from becoming an account. */
export type PersonProblem = 'mail-missing' | 'mail-duplicate' | 'mail-in-foreign-domain'

/** Everything that a comparison with the Messenger's side needs to know about one person. */
export type PersonRecord = {
  anchor: Anchor
  dn: string
  kind: 'employee' | 'service-account' | 'built-in'
  /** objectGUID of the organizational unit or container the person is in. */
  unit: Anchor
  /** The default mapping's attributes, LDAP spelling; absent when the person has none. */
  attributes: Partial<Record<PersonAttribute, string>>
  manager: Anchor | null
  userPrincipalName: string
  sAMAccountName: string
  enabled: boolean
  /** The FILETIME of accountExpires lies in the past. */
  expired: boolean
  problem: PersonProblem | null
}

export const personAttributes = [
  'displayName',
  'givenName',
  'sn',
  'mail',
  'department',
  'title',
  'telephoneNumber',
  'mobile',
  'physicalDeliveryOfficeName',
  'company',
  'employeeID',
] as const
export type PersonAttribute = (typeof personAttributes)[number]

export type NamedRecord = { anchor: Anchor; dn: string; name: string }

/** A group, with the DNs of its direct members; who has it as primary group is not among them. */
export type ListRecord = NamedRecord & { sAMAccountName: string; rid: number | null; members: string[] }

export type Company = {
  seed: number
  domain: string
  baseDn: string
  /** The domain's NetBIOS name, as in `NORTHWIND\name`. */
  netbiosName: string
  hostName: string
  /** The domain's SID in text. */
  domainSid: string
  entries: CompanyEntry[]
  /** Every object with objectCategory=person and objectClass=user, in the order of `entries`. */
  people: PersonRecord[]
  /** The organizational units. */
  units: NamedRecord[]
  /** Persons without an account. */
  contacts: NamedRecord[]
  lists: ListRecord[]
}
