import type { Because, Change } from './change'
import { difference, initialValues, wanted } from './difference'
import type { CandidateFacts, PersonFacts } from './facts'
import { blockingProblems, nowhere, personChange, skip } from './person-change'
import { isPrivileged } from './protection'

/** What happens to a person who was read and is joined to no account. */
export function decideStranger(facts: PersonFacts): Change {
  const reason = keepsOut(facts)
  if (reason !== null) return skip(facts, null, reason)
  const problems = blockingProblems(facts)
  if (problems.length > 0) return skip(facts, null, { code: 'problem', args: {} }, problems)
  if (facts.candidates.length > 1)
    return skip(facts, null, { code: 'ambiguous', args: { accounts: facts.candidates.length } })
  const candidate = facts.candidates[0]
  if (candidate === undefined || facts.addressFreed) return add(facts)
  const obstacle = linkObstacle(candidate)
  return obstacle === null ? link(facts, candidate) : skip(facts, candidate, obstacle)
}

function keepsOut({ person, placement, excludedBy, unit }: PersonFacts): Because | null {
  if (placement === 'excluded') return { code: 'excluded', args: { rule: excludedBy ?? nowhere } }
  if (placement !== 'in') return { code: placement, args: { unit: unit ?? nowhere } }
  if (person.status === 'disabled') return { code: 'disabled-never-joined', args: {} }
  return person.status === 'expired' ? { code: 'expired-never-joined', args: {} } : null
}

function add(facts: PersonFacts): Change {
  return personChange(facts, null, {
    kind: 'add',
    because: { code: 'new-in-scope', args: { unit: facts.unit ?? nowhere } },
    before: null,
    after: { ...initialValues(wanted(facts.person, facts.manager), facts.policies), active: true },
  })
}

function link(facts: PersonFacts, account: CandidateFacts): Change {
  const differing = difference(account, wanted(facts.person, facts.manager), facts.policies)
  return personChange(facts, account, {
    kind: 'link',
    because: { code: 'same-verified-mail', args: { address: account.emailKey } },
    before: { ...differing?.before, ...(account.blockedBecause === 'run-reverted' ? { active: false } : {}) },
    after: {
      ...differing?.after,
      ...(account.blockedBecause === 'run-reverted' ? { active: !account.blockedByAdmin } : {}),
    },
  })
}

/**
 * An account is taken over silently only when its address is verified, it is nobody else's, was never a former
 * person's, and has no privileges. That the address is in a verified domain, and unique in the directory, is checked
 * before; that it is unique among the accounts is the number of candidates.
 */
function linkObstacle(account: CandidateFacts): Because | null {
  const args = { address: account.emailKey }
  if (account.source === 'other') return { code: 'account-of-other-source', args }
  if (isPrivileged(account)) return { code: 'account-privileged', args }
  // Whose addition was reverted is the same person still: nobody else was ever there.
  const reverted = account.blockedBecause === 'run-reverted'
  const gone = !reverted && (account.blockedBySync || account.blockedBecause !== null)
  if (gone || (account.formerPerson && account.joinedAnchor === null)) return { code: 'account-former-person', args }
  const free = account.joinedAnchor === null && account.source === 'none' && account.emailVerified
  return free ? null : { code: 'address-in-use', args }
}
