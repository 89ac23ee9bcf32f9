import { accountKindOf } from './account-kind'
import type { Because, Change } from './change'
import { type Difference, difference, wanted, withoutAddress } from './difference'
import { tellExclusion } from './exclusion-reason'
import type { AccountFacts, JoinedAccount, PersonFacts } from './facts'
import {
  evidenceOf,
  isAlreadyGone,
  isBlockedByUs,
  type Leaving,
  removal,
  restoration,
  returnReason,
  strictest,
} from './leaving'
import { blockingProblems, nowhere, personChange, skip } from './person-change'
import { isPrivileged, isUntouchable } from './protection'

/** What happens to a person who was read and is joined to an account; null = nothing. */
export function decideJoined(facts: PersonFacts, { join, account, handedOver }: JoinedAccount): Change | null {
  if (account.source === 'other')
    return skip(facts, account, { code: 'account-of-other-source', args: { owner: account.managedBy ?? '' } })
  if (handedOver) return skip(facts, account, { code: 'account-handed-over', args: {} })
  const nobody = accountKindOf(facts.placement)
  if (nobody !== null) return skip(facts, account, { code: nobody, args: {} })
  if (facts.placement === 'excluded') return release(facts, account)
  const leaving = strictest(evidenceOf({ ...facts, status: facts.person.status }, join), facts.leaving)
  if (leaving !== null) return leave(facts, account, leaving)
  const unclear = whyUnclear(facts)
  if (unclear !== null) return skip(facts, account, unclear)
  const problems = blockingProblems(facts)
  if (problems.length > 0) return incomplete(facts, account, problems)
  return follow(facts, account)
}

/** Where nobody can tell whether somebody is in scope, they are left alone. */
function whyUnclear({ placement, unit, list }: PersonFacts): Because | null {
  const args = { unit: unit ?? nowhere }
  if (placement === 'list-members-unknown') return { code: placement, args: { ...args, list: list ?? nowhere } }
  return placement === 'unit-unreadable' || placement === 'new-unit-undecided' ? { code: placement, args } : null
}

/** An exclusion ends the link and takes nothing away: who has access keeps it, and who lost it gets it back no more. */
function release(facts: PersonFacts, account: AccountFacts): Change | null {
  if (isBlockedByUs(account)) return null
  if (isUntouchable(account)) return skip(facts, account, protectedBecause(account))
  const args = tellExclusion(facts.excludedBy ?? nowhere, facts.exclusionReason)
  const because: Because = { code: 'excluded-by-rule', args }
  return personChange(facts, account, { kind: 'release', because, before: null, after: null })
}

function leave(facts: PersonFacts, account: AccountFacts, { policy, evidence }: Leaving): Change | null {
  if (isAlreadyGone(account, policy)) return null
  if (policy === 'leave-alone')
    return skip(facts, account, { code: 'policy-leave-alone', args: { reason: evidence.reason } })
  if (isPrivileged(account)) return skip(facts, account, protectedBecause(account))
  return personChange(facts, account, { because: evidence.because, ...removal(account, policy) })
}

/** Data that cannot be used never takes anything away by itself, unless the company decided so. */
function incomplete(facts: PersonFacts, account: AccountFacts, problems: Change['problems']): Change {
  const policy = facts.leaving['incomplete-data']
  const because: Because = { code: 'problem', args: {} }
  if (policy === 'leave-alone' || isAlreadyGone(account, policy) || isPrivileged(account))
    return skip(facts, account, because, problems)
  return personChange(facts, account, { because, problems, ...removal(account, policy) })
}

/** In scope, enabled and complete: the account follows the directory. */
function follow(facts: PersonFacts, account: AccountFacts): Change | null {
  const returns = isBlockedByUs(account)
  // Nobody comes back on a status that could not be read, and who is out keeps the values of that day.
  if (returns && facts.person.status === 'unknown') return null
  const all = difference(account, wanted(facts), facts.policies)
  const differing = isPrivileged(account) ? withoutAddress(all) : all
  if (isUntouchable(account) || (isPrivileged(account) && returns) || (all !== null && differing === null))
    return all === null && !returns ? null : skip(facts, account, protectedBecause(account))
  if (differing?.after.email !== undefined && facts.candidates.length > 0 && !facts.addressFreed)
    return skip(facts, account, { code: 'address-in-use', args: { address: differing.after.email ?? '' } })
  return returns ? reactivate(facts, account, differing) : update(facts, account, differing)
}

function update(facts: PersonFacts, account: AccountFacts, differing: Difference | null): Change | null {
  if (differing === null) return null
  const fields = Object.keys(differing.after)
  const because: Because = { code: 'attributes-differ', args: { fields: fields.join(', '), count: fields.length } }
  return personChange(facts, account, { kind: 'update', because, ...differing })
}

function reactivate(facts: PersonFacts, account: AccountFacts, differing: Difference | null): Change {
  const { before, after } = restoration(account)
  return personChange(facts, account, {
    kind: 'reactivate',
    because: { code: returnReason(account.blockedBecause), args: {} },
    before: { ...differing?.before, ...before },
    after: { ...differing?.after, ...after },
  })
}

const protectedBecause = (account: AccountFacts): Because => ({
  code: 'protected-administrator',
  args: { role: account.breakGlass ? 'break-glass' : account.role },
})
