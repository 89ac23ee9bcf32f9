import type { PersonStatus } from './change'
import { fileTime, readFileTime } from './file-time'

/** userAccountControl bit 2, ACCOUNTDISABLE (MS-ADTS 2.2.16). */
const disabled = 2n

/**
 * What the directory says of a person's right to sign in. Locked and password-expired people keep theirs.
 * A userAccountControl that is missing or unreadable proves nothing: `unknown`, never `enabled` and never `disabled`.
 */
export function personStatus(
  userAccountControl: string | null,
  accountExpires: string | null,
  now: Date,
): PersonStatus {
  if (userAccountControl === null || !/^-?\d{1,11}$/.test(userAccountControl)) return 'unknown'
  if ((BigInt(userAccountControl) & disabled) !== 0n) return 'disabled'
  const expires = accountExpires === null ? 'never' : readFileTime(accountExpires)
  if (expires === 'unreadable') return 'unknown'
  return expires !== 'never' && expires <= fileTime(now) ? 'expired' : 'enabled'
}
