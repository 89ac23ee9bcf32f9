import type { FieldPolicy } from '@/lib/settings/mapping'
import type { AttributeName, ChangeValues } from './change'
import type { AccountFacts, PersonFacts } from './facts'

export type Difference = { before: ChangeValues; after: ChangeValues }
/** How each field of the account follows the directory; a field that is not in it does not. */
export type FieldPolicies = ReadonlyMap<AttributeName, FieldPolicy>
/** What the directory asks for, by field; null = to be emptied. Fields it says nothing about are absent. */
export type WantedValues = Partial<Record<AttributeName, string | null>>

/** The number whose twin in E.164 a field is: it is only ever written beside the number it belongs to. */
const numberOf: Partial<Record<AttributeName, 'workPhone' | 'mobilePhone'>> = {
  workPhoneE164: 'workPhone',
  mobilePhoneE164: 'mobilePhone',
}

/** The values the directory asks for. */
export function wanted({ person, manager, photo }: Pick<PersonFacts, 'person' | 'manager' | 'photo'>): WantedValues {
  if (manager === null && photo === null) return person.attributes
  return {
    ...person.attributes,
    ...(manager === null ? {} : { manager }),
    ...(photo !== null && 'hash' in photo ? { photo: photo.hash } : {}),
  }
}

/** The values of a new account. */
export function initialValues(values: WantedValues, policies: FieldPolicies): ChangeValues {
  const initial: ChangeValues = {}
  for (const [field, value] of Object.entries(values) as [AttributeName, string | null][])
    if (value !== null && (policies.get(field) ?? 'not-managed') !== 'not-managed') initial[field] = value
  return initial
}

/** Only the fields that differ, as far as their policies let them follow; null = none. Addresses are compared by their canonical form. */
export function difference(
  account: Pick<AccountFacts, 'attributes' | 'emailKey'>,
  values: WantedValues,
  policies: FieldPolicies,
): Difference | null {
  const before: ChangeValues = {}
  const after: ChangeValues = {}
  for (const [field, policy] of policies) {
    const value = valueFor(field, account, values, after)
    const present = field === 'email' ? account.emailKey : (account.attributes[field] ?? null)
    if (value === undefined || value === present) continue
    if (!follows(numberOf[field] ? following(policy) : policy, value, present)) continue
    before[field] = account.attributes[field] ?? null
    after[field] = value
  }
  return Object.keys(after).length === 0 ? null : { before, after }
}

/** Whether an account that exists takes this value over the one it has. */
function follows(policy: FieldPolicy, value: string | null, present: string | null): boolean {
  switch (policy) {
    case 'directory-wins':
      return true
    case 'never-clear':
      return value !== null
    case 'fill-if-empty':
      return value !== null && (present === null || present === '')
    case 'when-adding':
    case 'not-managed':
      return false
  }
}

/** A twin is emptied and replaced with its number, whatever the policy says about other values. */
const following = (policy: FieldPolicy): FieldPolicy =>
  policy === 'when-adding' || policy === 'not-managed' ? policy : 'directory-wins'

/** What is asked for a field. A twin is asked for beside the number it was made of, and goes when that number goes. */
function valueFor(
  field: AttributeName,
  account: Pick<AccountFacts, 'attributes'>,
  values: WantedValues,
  after: ChangeValues,
): string | null | undefined {
  const number = numberOf[field]
  if (number === undefined) return values[field]
  if (values[field] === undefined) return after[number] === undefined ? undefined : null
  const resulting = after[number] === undefined ? account.attributes[number] : after[number]
  return resulting === values[number] ? values[field] : undefined
}

/** An administrator's address is the way to sign in: the directory does not get to move it. */
export function withoutAddress(differing: Difference | null): Difference | null {
  if (differing === null) return null
  const { email: _before, ...before } = differing.before
  const { email: _after, ...after } = differing.after
  return Object.keys(after).length === 0 ? null : { before, after }
}
