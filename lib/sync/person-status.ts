import { readAccountControl } from '@/lib/directory/formats/account-control'
import { fileTimeOf, readFileTime } from '@/lib/directory/formats/file-time'
import type { PersonStatus } from './change'

/**
 * What the directory says of a person's right to sign in. Locked and password-expired people keep theirs.
 * A userAccountControl that is missing or unreadable proves nothing: `unknown`, never `enabled` and never `disabled`.
 */
export function personStatus(
  userAccountControl: string | null,
  accountExpires: string | null,
  now: Date,
): PersonStatus {
  const control = readAccountControl(userAccountControl)
  if (control === null) return 'unknown'
  if (control.disabled) return 'disabled'
  const expires = accountExpires === null ? 'never' : readFileTime(accountExpires)
  if (expires === 'unreadable') return 'unknown'
  return expires !== 'never' && expires <= fileTimeOf(now) ? 'expired' : 'enabled'
}

/** The FILETIME from which on an account is expired, whatever else is said of it; null = time alone changes nothing. */
export function endOfAccess(accountExpires: string | null): bigint | null {
  const expires = accountExpires === null ? 'never' : readFileTime(accountExpires)
  return typeof expires === 'bigint' ? expires : null
}
