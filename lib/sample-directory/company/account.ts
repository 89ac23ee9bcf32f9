import type { Random } from '../random'
import { domainCreated, fileTime, neverExpires } from './draft'

/** userAccountControl bits (MS-ADTS 2.2.16). */
export const accountFlags = {
  disabled: 0x2,
  normal: 0x200,
  workstation: 0x1000,
  server: 0x2000,
  neverExpiringPassword: 0x10000,
}

export type AccountPlan = {
  sAMAccountName: string
  userPrincipalName: string | null
  flags: number
  /** FILETIME in decimal text. */
  accountExpires: string
  pwdLastSet: string
  primaryGroup: number
}

/** The attributes that every account carries beside what describes its person. */
export function accountAttributes(plan: AccountPlan): Record<string, readonly string[]> {
  const computer = (plan.flags & (accountFlags.workstation | accountFlags.server)) !== 0
  return {
    ...(plan.userPrincipalName === null ? {} : { userPrincipalName: [plan.userPrincipalName] }),
    sAMAccountName: [plan.sAMAccountName],
    sAMAccountType: [computer ? '805306369' : '805306368'],
    userAccountControl: [String(plan.flags)],
    accountExpires: [plan.accountExpires],
    pwdLastSet: [plan.pwdLastSet],
    primaryGroupID: [String(plan.primaryGroup)],
    badPwdCount: zero,
    badPasswordTime: zero,
    codePage: zero,
    countryCode: zero,
    lastLogon: zero,
    logonCount: zero,
  }
}
const zero = ['0'] as const

/** A past moment when somebody's account ended, always before 2025. */
export const pastExpiry = (random: Random): string =>
  fileTime(Date.UTC(2022, random.below(36), 1 + random.below(28), 22))
/** The end of a fixed-term contract, far ahead. */
export const futureExpiry = (random: Random): string =>
  fileTime(Date.UTC(2040, random.below(36), 1 + random.below(28), 22))
export const noExpiry = (random: Random): string => random.pick(neverExpires)

/** A moment in the domain's life until the end of 2025, on a whole second as the directory stores it. */
export function momentAfter(random: Random, start = domainCreated): number {
  const end = Date.UTC(2025, 11, 1)
  return start + Math.floor(((end - start) * random.next()) / 1000) * 1000
}
