import type { AccountAttributes } from '@/lib/sync/change'
import type { AccountValues } from './messenger'

/** What an account of ours would say of a person whom a Messenger knows like this, under this address. */
export function attributesOf(values: AccountValues, email: string): Partial<AccountAttributes> {
  const names = [values['name.givenName'], values['name.familyName']].filter(Boolean).join(' ')
  return {
    email,
    displayName: textOf(values, 'displayName') ?? (names || email),
    givenName: textOf(values, 'name.givenName'),
    familyName: textOf(values, 'name.familyName'),
    title: textOf(values, 'title'),
    department: textOf(values, 'department'),
    organization: textOf(values, 'organization'),
    employeeNumber: textOf(values, 'employeeNumber'),
    workPhone: textOf(values, 'phoneNumbers.work'),
    mobilePhone: textOf(values, 'phoneNumbers.mobile'),
  }
}

export const textOf = (values: AccountValues, field: keyof AccountValues): string | null =>
  typeof values[field] === 'string' ? values[field] : null
