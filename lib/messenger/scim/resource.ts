import * as z from 'zod'
import { MessengerFault } from '../fault'
import type { AccountValues, ListValue, ManagedField, MessengerAccount, MessengerGroup } from '../messenger'

export const coreUser = 'urn:ietf:params:scim:schemas:core:2.0:User'
export const coreGroup = 'urn:ietf:params:scim:schemas:core:2.0:Group'
export const enterpriseUser = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

const Many = z.looseObject({ value: z.string(), type: z.string().optional(), primary: z.boolean().optional() })

const text = z.string().optional().catch(undefined)
const many = z.array(Many).catch([])
const meta = z.looseObject({ version: text }).catch({ version: undefined }).optional()
/** Lenient about everything that is not used to tell objects apart: what cannot be read is as good as absent. */
const User = z.looseObject({
  id: z.string().min(1),
  externalId: text,
  userName: text,
  name: z
    .looseObject({ givenName: text, familyName: text })
    .catch({ givenName: undefined, familyName: undefined })
    .optional(),
  displayName: text,
  title: text,
  active: z
    .union([z.boolean(), z.stringbool({ truthy: ['true'], falsy: ['false'] })])
    .optional()
    .catch(undefined),
  emails: many.optional(),
  phoneNumbers: many.optional(),
  [enterpriseUser]: z
    .looseObject({
      employeeNumber: text,
      organization: text,
      department: text,
      manager: z.looseObject({ value: text }).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
  meta,
})
const Group = z.looseObject({ id: z.string().min(1), externalId: text, displayName: z.string().catch(''), meta })

/**
 * `meta.version` is its version; an `ETag` beside it may be of the answer alone, as web servers add one by themselves.
 * @throws MessengerFault `scim-id-missing` when it is nothing that could be found again
 */
export function readAccount(body: unknown, tag: string | null = null): MessengerAccount {
  const parsed = User.safeParse(body)
  if (!parsed.success) throw new MessengerFault('scim-id-missing')
  const user = parsed.data
  const extension = user[enterpriseUser]
  const emails = user.emails ?? []
  const phoneNumbers = user.phoneNumbers ?? []
  const all: Record<ManagedField, string | boolean | undefined> = {
    externalId: user.externalId,
    userName: user.userName,
    'name.givenName': user.name?.givenName,
    'name.familyName': user.name?.familyName,
    displayName: user.displayName,
    title: user.title,
    active: user.active,
    'emails.work': ofType(emails, 'work')?.value,
    'phoneNumbers.work': ofType(phoneNumbers, 'work')?.value,
    'phoneNumbers.mobile': ofType(phoneNumbers, 'mobile')?.value,
    employeeNumber: extension?.employeeNumber,
    organization: extension?.organization,
    department: extension?.department,
    manager: extension?.manager?.value,
  }
  return { id: user.id, version: user.meta?.version ?? tag, values: present(all), emails, phoneNumbers }
}

/** @throws MessengerFault `scim-id-missing` */
export function readGroup(body: unknown, tag: string | null = null): MessengerGroup {
  const parsed = Group.safeParse(body)
  if (!parsed.success) throw new MessengerFault('scim-id-missing')
  const { id, externalId, displayName, meta } = parsed.data
  return { id, version: meta?.version ?? tag, externalId: externalId ?? null, name: displayName }
}

const ofType = (values: readonly ListValue[], type: string): ListValue | undefined =>
  values.find(one => one.type?.toLowerCase() === type)

/** An empty text is no value. */
const present = (values: Record<ManagedField, string | boolean | undefined>): AccountValues =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== ''))

/** The address by which it is known: what it signs in with, or else its first address. */
export const addressOf = ({ values, emails }: MessengerAccount): string | null => {
  const signsIn = String(values.userName ?? '')
  if (signsIn.includes('@')) return signsIn
  return (emails.find(({ primary }) => primary) ?? emails[0])?.value ?? null
}
