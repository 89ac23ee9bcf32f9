import { sampleAccounts, sampleCredentials } from '../settings'
import { accountAttributes, accountFlags, momentAfter, pastExpiry } from './account'
import { type Draft, domainCreated, fileTime, type Place } from './draft'
import type { CompanyNames, Taken } from './employees'
import type { PersonRecord, SignIn } from './entry'

type AccountEntry = {
  name: string
  kind: 'service-account' | 'built-in'
  flags: number
  description: string
  rid?: number
  expired?: boolean
  signIn?: SignIn
}

const local = (userPrincipalName: string) => userPrincipalName.split('@')[0] ?? ''
const password = { password: sampleCredentials.password, mustChange: false, readsDeleted: false }
const service = accountFlags.normal | accountFlags.neverExpiringPassword
const retired = service | accountFlags.disabled

const serviceAccounts: readonly AccountEntry[] = [
  {
    name: local(sampleCredentials.userId),
    kind: 'service-account',
    flags: service,
    description: 'Reads the directory for Enrollment',
    signIn: { ...password, readsDeleted: true },
  },
  { name: 'svc-backup', kind: 'service-account', flags: service, description: 'Nightly backups' },
  { name: 'svc-print', kind: 'service-account', flags: service, description: 'Print servers' },
  {
    name: local(sampleAccounts.disabled),
    kind: 'service-account',
    flags: retired,
    description: 'Old intranet',
    signIn: password,
  },
  {
    name: local(sampleAccounts.mustChange),
    kind: 'service-account',
    flags: accountFlags.normal,
    description: 'Never signed in yet',
    signIn: { ...password, mustChange: true },
  },
  {
    name: local(sampleAccounts.expired),
    kind: 'service-account',
    flags: service,
    description: 'Migration of 2022',
    expired: true,
    signIn: password,
  },
]

const builtInAccounts: readonly AccountEntry[] = [
  {
    name: 'Administrator',
    kind: 'built-in',
    flags: service,
    rid: 500,
    description: 'Built-in account for administering the computer/domain',
    signIn: { ...password, readsDeleted: true },
  },
  {
    name: 'Guest',
    kind: 'built-in',
    flags: retired,
    rid: 501,
    description: 'Built-in account for guest access to the computer/domain',
  },
  {
    name: 'krbtgt',
    kind: 'built-in',
    flags: accountFlags.normal | accountFlags.disabled,
    rid: 502,
    description: 'Key Distribution Center Service Account',
  },
]

/** Accounts that belong to programs and to the domain itself, not to people. */
export function addAccounts(
  draft: Draft,
  units: { services: Place; users: Place },
  names: CompanyNames,
  taken: Taken,
): PersonRecord[] {
  return [
    ...builtInAccounts.map(entry => addAccount(draft, units.users, entry, names, taken)),
    ...serviceAccounts.map(entry => addAccount(draft, units.services, entry, names, taken)),
  ]
}

function addAccount(
  draft: Draft,
  unit: Place,
  entry: AccountEntry,
  { domain }: CompanyNames,
  taken: Taken,
): PersonRecord {
  const builtIn = entry.kind === 'built-in'
  const sAMAccountName = taken.logons.unique(entry.name, 20)
  const userPrincipalName = `${taken.addresses.unique(entry.name)}@${domain}`
  const created = builtIn ? domainCreated : momentAfter(draft.random)
  const attributes = builtIn ? {} : { displayName: entry.name }
  const place = draft.add(unit, {
    objectClass: 'user',
    name: entry.name,
    rid: entry.rid ?? draft.nextRid(),
    created,
    ...(entry.signIn ? { signIn: entry.signIn } : {}),
    attributes: {
      ...(builtIn ? { isCriticalSystemObject: ['TRUE'] } : { displayName: [entry.name] }),
      ...(entry.name === 'krbtgt' ? { showInAdvancedViewOnly: ['TRUE'] } : {}),
      ...(entry.rid === 500 || entry.rid === 502 ? { adminCount: ['1'] } : {}),
      description: [entry.description],
      ...accountAttributes({
        sAMAccountName,
        userPrincipalName: builtIn ? null : userPrincipalName,
        flags: entry.flags,
        accountExpires: entry.expired ? pastExpiry(draft.random) : '9223372036854775807',
        pwdLastSet: entry.signIn?.mustChange ? '0' : fileTime(created),
        primaryGroup: entry.rid === 501 ? 514 : 513,
      }),
    },
  })
  return {
    ...{ anchor: place.anchor, dn: place.dn, kind: entry.kind, unit: unit.anchor, attributes, manager: null },
    ...{ userPrincipalName, sAMAccountName, problem: 'mail-missing' },
    enabled: (entry.flags & accountFlags.disabled) === 0,
    expired: entry.expired ?? false,
  }
}
