import { readAccountControl } from '@/lib/directory/formats/account-control'
import { relativeIdentifier } from '@/lib/directory/formats/security-identifier'

/** Accounts that stand for no person: they never take part, whatever the settings say. */
const accountKinds = ['built-in-account', 'computer-account', 'trust-account'] as const
export type AccountKind = (typeof accountKinds)[number]

/** The same of a placement, or null. */
export const accountKindOf = (placement: string): AccountKind | null =>
  accountKinds.find(kind => kind === placement) ?? null

/**
 * What an account is if it is no person's; null = a person's. Computers and managed service accounts have a category of
 * their own and are not read; one that is, because somebody changed that, is known by its control bits, from which Active
 * Directory also derives sAMAccountType (MS-ADTS 3.1.1.6).
 */
export function accountKind(read: (attribute: string) => string | null): AccountKind | null {
  const control = readAccountControl(read('userAccountControl'))
  if (control?.trust) return 'trust-account'
  if (control?.workstation || control?.server) return 'computer-account'
  if (read('isCriticalSystemObject')?.toUpperCase() === 'TRUE') return 'built-in-account'
  // MS-DTYP 2.4.2.4: relative identifiers below 1000 belong to the accounts that every domain is created with.
  const relative = relativeIdentifier(read('objectSid'))
  return relative !== null && relative < 1000 ? 'built-in-account' : null
}
