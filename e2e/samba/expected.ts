import type { ScimUser } from '@/lib/messenger/scim-user'
import type { PersonRecord } from '@/lib/sample-directory/company'

/** What the product shows of a person, without what it invents itself (ids and times). */
export type Shown = Omit<ScimUser, 'id' | 'meta'>

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

/** Who gets an account in the first synchronization: enabled, not expired, with an address of their own in the domain. */
export const isExpected = ({ enabled, expired, problem }: PersonRecord): boolean =>
  enabled && !expired && problem === null

/**
 * The person as the generator wrote it, in SCIM's words.
 * @param guids objectGUIDs by sAMAccountName, as the domain itself tells them
 * @param manager the manager's record, when the manager has an account too
 */
export function expectedUser(
  { sAMAccountName, attributes }: PersonRecord,
  guids: ReadonlyMap<string, string>,
  manager: PersonRecord | null,
): Omit<Shown, 'schemas'> {
  const value = (name: keyof typeof attributes) => attributes[name]?.normalize('NFC').trim()
  const email = value('mail')?.toLowerCase() ?? ''
  const managerGuid = manager && guids.get(manager.sAMAccountName)
  return without({
    externalId: guids.get(sAMAccountName) ?? '',
    userName: email,
    name: without({ givenName: value('givenName'), familyName: value('sn') }),
    displayName: value('displayName'),
    title: value('title'),
    active: true,
    emails: [{ value: email, type: 'work' as const, primary: true as const }],
    phoneNumbers: [...phone('work', value('telephoneNumber')), ...phone('mobile', value('mobile'))],
    [enterprise]: without({
      employeeNumber: value('employeeID'),
      organization: value('company'),
      department: value('department'),
      manager: managerGuid
        ? { value: managerGuid, displayName: manager.attributes.displayName?.normalize('NFC') }
        : undefined,
    }),
    enrollment: without({ office: value('physicalDeliveryOfficeName'), suspended: false }),
  }) as Omit<Shown, 'schemas'>
}

/** A user as the web API answers, comparable with `expectedUser`: the manager named by objectGUID instead of our id. */
export function shownUser(user: ScimUser, all: ReadonlyMap<string, ScimUser>): Omit<Shown, 'schemas'> {
  const { id: _id, meta: _meta, schemas: _schemas, ...rest } = user
  const { manager, ...organization } = rest[enterprise]
  const guid = manager && all.get(manager.value)?.externalId
  return {
    ...rest,
    [enterprise]: manager ? { ...organization, manager: { ...manager, value: guid ?? 'unknown' } } : organization,
  }
}

const phone = (type: 'work' | 'mobile', value: string | undefined) => (value ? [{ value, type }] : [])

const without = <T extends object>(values: T) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T
