import type { ManagedAccount } from '@/lib/store/accounts'

const core = 'urn:ietf:params:scim:schemas:core:2.0:User'
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

/** A person in SCIM's words (RFC 7643 §4.1 and §4.3). A value the directory does not have is absent, not empty. */
export type ScimUser = {
  schemas: string[]
  id: string
  /** The objectGUID as Active Directory's tools write it. */
  externalId?: string
  userName?: string
  name: { givenName?: string; familyName?: string }
  displayName?: string
  title?: string
  active: boolean
  emails: { value: string; type: 'work'; primary: true }[]
  phoneNumbers: { value: string; type: 'work' | 'mobile' }[]
  [enterprise]: {
    employeeNumber?: string
    organization?: string
    department?: string
    manager?: { value: string; displayName?: string }
  }
  /**
   * What SCIM has no word for: why the person cannot sign in (a reason code), whether suspended, the office, numbers in
   * E.164 beside those as they are written, the SHA-256 of the photo as the directory has it (at `/api/photos/` it is found by
   * this), and the company's own fields by their keys.
   */
  enrollment: {
    because?: string
    suspended: boolean
    office?: string
    workPhoneE164?: string
    mobilePhoneE164?: string
    photo?: string
    custom?: Record<string, string>
  }
  meta: { resourceType: 'User'; created: string; lastModified: string }
}

type Join = Pick<ManagedAccount, 'anchor' | 'manager'>
type Account = Pick<
  ManagedAccount,
  'id' | 'attributes' | 'active' | 'suspended' | 'blockedBecause' | 'createdAt' | 'updatedAt'
>

/** An account and its link as a SCIM user. */
export function toScimUser(account: Account, join: Join): ScimUser {
  const has = account.attributes
  return {
    schemas: [core, enterprise],
    id: account.id,
    ...present('externalId', join.anchor),
    ...present('userName', has.email),
    name: { ...present('givenName', has.givenName), ...present('familyName', has.familyName) },
    ...present('displayName', has.displayName),
    ...present('title', has.title),
    active: account.active && !account.suspended,
    emails: has.email === null ? [] : [{ value: has.email, type: 'work', primary: true }],
    phoneNumbers: [...phone('work', has.workPhone), ...phone('mobile', has.mobilePhone)],
    [enterprise]: {
      ...present('employeeNumber', has.employeeNumber),
      ...present('organization', has.organization),
      ...present('department', has.department),
      ...managerOf(join),
    },
    enrollment: {
      ...present('because', account.blockedBecause),
      suspended: account.suspended,
      ...present('office', has.office),
      ...present('workPhoneE164', has.workPhoneE164),
      ...present('mobilePhoneE164', has.mobilePhoneE164),
      ...present('photo', has.photo),
      ...ownFields(has),
    },
    meta: {
      resourceType: 'User',
      created: account.createdAt.toISOString(),
      lastModified: account.updatedAt.toISOString(),
    },
  }
}

function present<K extends string>(key: K, value: string | null): { [P in K]?: string } {
  return value === null ? {} : ({ [key]: value } as { [P in K]?: string })
}

/** The fields that the company added, without their prefix. */
function ownFields(attributes: ManagedAccount['attributes']): { custom?: Record<string, string> } {
  const own = Object.entries(attributes).flatMap(([name, value]) =>
    name.startsWith('custom.') && typeof value === 'string' ? [[name.slice('custom.'.length), value]] : [],
  )
  return own.length === 0 ? {} : { custom: Object.fromEntries(own) }
}

const phone = (type: 'work' | 'mobile', value: string | null): ScimUser['phoneNumbers'] =>
  value === null ? [] : [{ value, type }]

const managerOf = ({ manager }: Join): ScimUser[typeof enterprise] =>
  manager === null ? {} : { manager: { value: manager.id, ...present('displayName', manager.displayName) } }
