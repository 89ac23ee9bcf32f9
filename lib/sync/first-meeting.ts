import type { JoinRule } from '@/lib/settings/joining'
import type { Because } from './change'
import type { CandidateFacts, PersonFacts } from './facts'
import { isPrivileged } from './protection'

/** What comes of comparing somebody who is joined to no account with the accounts there are. */
export type Meeting =
  | { kind: 'add'; because: null }
  | { kind: 'link'; account: CandidateFacts; because: Because }
  /** An administrator has to decide. */
  | { kind: 'ask'; because: Because; accounts: readonly CandidateFacts[] }

/** The rules of the first meeting. Nothing is linked that anything speaks against, and nobody added whom an account may belong to. */
export function meet(facts: PersonFacts): Meeting {
  const accounts = facts.candidates.filter(account => concerns(account, facts))
  const [account, ...others] = accounts
  if (account === undefined) return { kind: 'add', because: null }
  if (others.length > 0) return { kind: 'ask', because: several(accounts), accounts }
  const [obstacle] = obstaclesTo(account, facts)
  if (obstacle) return { kind: 'ask', because: obstacle, accounts }
  const rule = facts.rules.find(one => account.rules.includes(one))
  return rule
    ? { kind: 'link', account, because: account.outranked ? takenBecause(account) : sameBecause[rule](account, facts) }
    : { kind: 'ask', because: { code: 'address-in-use', args: { address: account.emailKey } }, accounts }
}

/**
 * Whoever has the address always concerns the person. An account found by another value does not when it is joined to
 * somebody who is there: two entries of one person, of which each has an account.
 */
export function concerns(
  account: CandidateFacts,
  { person, addressFreed }: Pick<PersonFacts, 'person' | 'addressFreed'>,
): boolean {
  if (account.emailKey === person.emailKey) return !addressFreed
  return account.joinedAnchor === null || !account.ownerPresent
}

const several = (accounts: readonly CandidateFacts[]): Because => {
  const shared = accounts[0]?.rules.some(rule => accounts.every(account => account.rules.includes(rule)))
  return { code: shared ? 'ambiguous' : 'conflicting', args: { accounts: accounts.length } }
}

const sameBecause: Record<JoinRule, (account: CandidateFacts, facts: PersonFacts) => Because> = {
  'verified-mail': ({ emailKey }) => ({ code: 'same-verified-mail', args: { address: emailKey } }),
  'employee-id': ({ emailKey, attributes }) => ({
    code: 'same-employee-number',
    args: { address: emailKey, number: attributes.employeeNumber ?? '' },
  }),
  'user-name': ({ emailKey }) => ({ code: 'same-user-name', args: { address: emailKey } }),
}

const takenBecause = ({ emailKey, managedBy }: CandidateFacts): Because => ({
  code: 'taken-by-precedence',
  args: { address: emailKey, owner: managedBy ?? '' },
})

/**
 * Everything that speaks against linking without being asked, the weightiest first. An account is taken over silently only
 * when its address is verified in a domain of this organization, it is nobody else's and wanted by nobody else, was never
 * a former person's, has no privileges, its review left it to the rules, and no value says that it is somebody else's.
 */
export function obstaclesTo(account: CandidateFacts, { person }: Pick<PersonFacts, 'person'>): Because[] {
  const args = { address: account.emailKey }
  // Whose addition was reverted is the same person still: nobody else was ever there.
  const reverted = account.blockedBecause === 'run-reverted'
  const gone = !reverted && (account.blockedBySync || account.blockedBecause !== null)
  // A connector that comes after this one keeps nobody: the account is taken with its join, whoever is there.
  const keeps = !account.outranked
  const joined = keeps && account.joinedAnchor !== null
  const [theirs, own] = [account.attributes.employeeNumber, person.attributes.employeeNumber]
  const facts: [boolean, Because][] = [
    [
      keeps && account.source === 'other',
      { code: 'account-of-other-source', args: { owner: account.managedBy ?? '' } },
    ],
    [isPrivileged(account), { code: 'account-privileged', args }],
    [joined && account.ownerPresent, { code: 'address-in-use', args }],
    [joined && !account.ownerPresent, { code: 'person-recreated', args }],
    [keeps && !joined && (gone || account.formerPerson), { code: 'account-former-person', args }],
    [!!account.apart, { code: 'account-under-review', args: { ...args, why: account.apart ?? '' } }],
    [
      !!theirs && !!own && theirs !== own,
      { code: 'employee-numbers-differ', args: { ...args, theirs: theirs ?? '', own: own ?? '' } },
    ],
    [account.claimants > 1, { code: 'account-claimed-twice', args: { ...args, people: account.claimants } }],
    [keeps && account.source !== 'none', { code: 'address-in-use', args }],
    [!account.emailVerified || !account.domainVerified, { code: 'address-in-use', args }],
  ]
  return facts.flatMap(([against, because]) => (against ? [because] : []))
}
