import { fileTimeOf, readFileTime } from '@/lib/directory/formats/file-time'
import type { SignIn } from './company/entry'
import type { Directory } from './directory'
import type { Item } from './item'

type Circumstances = { directory: Directory; now: Date }

/** userAccountControl bits (MS-ADTS 2.2.16). */
const disabled = 0x2
const passwordNeverExpires = 0x10000

/**
 * What stands between an account and its sign-in, as the Windows error code in hexadecimal that the answer's text names
 * (MS-ADTS 3.1.1.3.1.9), or null. A lock is told to anybody; everything else only to who knows the password.
 */
export function obstacleOf(
  { attributes }: Item,
  signIn: SignIn | null,
  password: Buffer,
  { directory, now }: Circumstances,
): string | null {
  if (Number(attributes.lockoutTime?.[0] ?? '0') !== 0) return '775'
  if (signIn === null || signIn.password !== password.toString()) return '52e'
  const control = Number(attributes.userAccountControl?.[0] ?? '0')
  if ((control & disabled) !== 0) return '533'
  if (hasPassed(attributes.accountExpires?.[0], now)) return '701'
  if (!isHourOf(attributes.logonHours?.[0], now)) return '530'
  if (!isPlaceOf(attributes.userWorkstations?.[0], directory)) return '531'
  if (signIn.mustChange) return '773'
  const isOld = (control & passwordNeverExpires) === 0 && isTooOld(attributes.pwdLastSet?.[0], directory, now)
  return isOld ? '532' : null
}

function hasPassed(moment: string | undefined, now: Date): boolean {
  const steps = readFileTime(moment ?? '0')
  return typeof steps === 'bigint' && steps < fileTimeOf(now)
}

/** logonHours (MS-SAMR, SAMPR_LOGON_HOURS): a bit for each hour of the week from Sunday 0:00 UTC, the lowest bit of each byte first. */
function isHourOf(hours: string | undefined, now: Date): boolean {
  if (hours === undefined) return true
  const hour = now.getUTCDay() * 24 + now.getUTCHours()
  return ((Buffer.from(hours, 'latin1')[hour >> 3] ?? 0) & (1 << (hour & 7))) !== 0
}

/** userWorkstations: names, comma-separated. Who signs in over LDAP stands, for the domain, at its controller. */
function isPlaceOf(workstations: string | undefined, { company }: Directory): boolean {
  if (workstations === undefined || workstations === '') return true
  const [host = ''] = company.hostName.split('.')
  return workstations.split(',').some(name => name.trim().toLowerCase() === host)
}

/** maxPwdAge of the domain is a negative number of the same steps as the password's time; without it passwords last. */
function isTooOld(set: string | undefined, { domain }: Directory, now: Date): boolean {
  const age = domain.attributes.maxPwdAge?.[0]
  return age !== undefined && set !== undefined && BigInt(set) - BigInt(age) < fileTimeOf(now)
}
