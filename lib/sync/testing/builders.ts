import type { Anchor } from '@/lib/directory/anchor'
import type { DirectoryObject } from '@/lib/directory/source'
import { joinRules } from '@/lib/settings/choices'
import type { LeavingSettings } from '@/lib/settings/connector'
import { MappingSettings } from '@/lib/settings/mapping'
import { SafetySettings } from '@/lib/settings/safety'
import { type AccountAttributes, accountFields } from '../change'
import { compileMapping } from '../compile-mapping'
import type { AbsentFacts, AccountFacts, CandidateFacts, FoundObject, JoinFacts, PersonFacts } from '../facts'
import type { PlanCounts, PlanHistory } from '../judge'
import { limitsOf } from '../limits'
import type { MappedPerson } from '../map-person'

/** The moment at which the tests of this room take place. */
export const testNow = new Date('2027-03-01T12:00:00Z')
export const verifiedDomains: ReadonlySet<string> = new Set(['example.com'])

/** What the product maps when nobody says otherwise. */
export const defaultMapping = MappingSettings.parse({})
const { policies } = compileMapping(defaultMapping)

/** The anchor with this number: the same number, the same anchor. */
export const anchorOf = (number: number): Anchor =>
  `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}` as Anchor

/** A person as the reader delivers it: Ada, enabled, complete. `undefined` takes an attribute away. */
export function anObject(
  attributes: Record<string, string | string[] | undefined> = {},
  more: Partial<Omit<DirectoryObject, 'attributes'>> = {},
): DirectoryObject {
  const values: Record<string, string | string[] | undefined> = {
    displayName: 'Ada Lovelace',
    givenName: 'Ada',
    sn: 'Lovelace',
    mail: 'ada@example.com',
    userAccountControl: '512',
    accountExpires: '0',
    ...attributes,
  }
  const present = Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value : [value]]],
  )
  return {
    anchor: anchorOf(1),
    kind: 'person',
    dn: 'CN=Ada Lovelace,OU=People,DC=example,DC=com',
    parent: anchorOf(900),
    usnChanged: '1000',
    deleted: false,
    attributes: Object.fromEntries(present),
    cleaned: [],
    ...more,
  }
}

/** The same person, mapped. */
export const aPerson = (more: Partial<MappedPerson> = {}): MappedPerson => ({
  anchor: anchorOf(1),
  attributes: { displayName: 'Ada Lovelace', givenName: 'Ada', familyName: 'Lovelace', email: 'ada@example.com' },
  managerDn: null,
  emailKey: 'ada@example.com',
  userNameKey: null,
  status: 'enabled',
  problems: [],
  nobody: null,
  ...more,
})

export const attributesOf = (values: Partial<AccountAttributes>): AccountAttributes => ({
  ...(Object.fromEntries(accountFields.map(field => [field, null])) as AccountAttributes),
  ...values,
})

/** Ada's account, linked to this connector and equal to what the directory says. */
export const anAccount = (more: Partial<AccountFacts> = {}): AccountFacts => ({
  id: 'account-ada',
  attributes: attributesOf(aPerson().attributes),
  emailKey: 'ada@example.com',
  emailVerified: true,
  blockedByAdmin: false,
  blockedBySync: false,
  suspended: false,
  blockedBecause: null,
  role: 'member',
  breakGlass: false,
  source: 'this',
  managedBy: null,
  outranked: false,
  acting: false,
  shield: null,
  ...more,
})

/** An unmanaged account that may be linked. */
export const aCandidate = (more: Partial<CandidateFacts> = {}): CandidateFacts => ({
  ...anAccount({ id: 'account-unmanaged', source: 'none' }),
  rules: ['verified-mail'],
  claimants: 1,
  domainVerified: true,
  joinedAnchor: null,
  ownerPresent: true,
  formerPerson: false,
  apart: null,
  ...more,
})

export const aJoin = (more: Partial<JoinFacts> = {}): JoinFacts => ({
  parent: anchorOf(900),
  unit: 'OU=People,DC=example,DC=com',
  throughList: null,
  suspectedAt: null,
  ...more,
})

export const leavingSettings: LeavingSettings = {
  disabled: 'deactivate',
  expired: 'deactivate',
  deleted: 'deactivate',
  'out-of-scope': 'deactivate',
  'incomplete-data': 'leave-alone',
  graceDays: 0,
}

/** Ada, read and in scope, known to nobody. */
export const aStranger = (more: Partial<PersonFacts> = {}): PersonFacts => ({
  person: aPerson(),
  placement: 'in',
  excludedBy: null,
  list: null,
  parent: anchorOf(900),
  unit: 'OU=People,DC=example,DC=com',
  manager: null,
  photo: null,
  sameAddress: { others: 0, example: null },
  joined: null,
  candidates: [],
  addressFreed: false,
  leaving: leavingSettings,
  policies,
  rules: joinRules,
  decision: null,
  ...more,
})

/** Ada, read, in scope and joined to an account that equals her. */
export const aJoinedPerson = (more: Partial<PersonFacts> = {}): PersonFacts =>
  aStranger({ joined: { join: aJoin(), account: anAccount() }, ...more })

/** The same with another account. */
export const joinedTo = (account: Partial<AccountFacts>, more: Partial<PersonFacts> = {}): PersonFacts =>
  aJoinedPerson({ joined: { join: aJoin(), account: anAccount(account) }, ...more })

/** Ada, joined, not in the read; the server says that there is no such object. */
export const anAbsentPerson = (more: Partial<AbsentFacts> = {}): AbsentFacts => ({
  anchor: anchorOf(1),
  join: aJoin(),
  account: anAccount(),
  lookUp: null,
  completeRead: true,
  parentReadable: true,
  leaving: leavingSettings,
  now: testNow,
  ...more,
})

export const aFoundObject = (more: Partial<FoundObject> = {}): FoundObject => ({
  deleted: false,
  status: 'enabled',
  placement: 'in',
  parent: anchorOf(900),
  unit: 'OU=People,DC=example,DC=com',
  ...more,
})

/** The limits of a company that decided nothing itself, or other ones. */
export const someLimits = (more: Partial<SafetySettings> = {}) => limitsOf({ ...SafetySettings.parse({}), ...more })

/** A quiet run of a company of 1,000. */
export const someCounts = (more: Partial<PlanCounts> = {}): PlanCounts => ({
  inScope: 1000,
  linked: 1000,
  removals: 0,
  refused: 0,
  additions: 0,
  mailChanges: 0,
  nameChanges: 0,
  cleared: {},
  problems: 0,
  scopes: [],
  ...more,
})

export const aHistory = (more: Partial<PlanHistory> = {}): PlanHistory => ({
  first: false,
  window: { removals: 0, linked: 1000 },
  previous: { inScope: 1000, problems: 0 },
  version: { used: 3, live: 3 },
  domainSid: { pinned: 'S-1-5-21-1-2-3', seen: 'S-1-5-21-1-2-3' },
  restored: false,
  ...more,
})
