import type { Because, Change } from './change'
import { difference, initialValues, wanted, withoutAddress } from './difference'
import { tellExclusion } from './exclusion-reason'
import type { CandidateFacts, PersonFacts } from './facts'
import { meet } from './first-meeting'
import { followDecision } from './follow-decision'
import { restoration } from './leaving'
import { blockingProblems, nowhere, personChange, skip } from './person-change'
import { isPrivileged } from './protection'

/** What happens to a person who was read and is joined to no account. */
export function decideStranger(facts: PersonFacts): Change {
  const reason = keepsOut(facts)
  if (reason !== null) return skip(facts, null, reason)
  const problems = blockingProblems(facts)
  if (problems.length > 0) return skip(facts, null, { code: 'problem', args: {} }, problems)
  const meeting = facts.decision ? followDecision(facts, facts.decision) : meet(facts)
  switch (meeting.kind) {
    case 'add':
      return add(facts, meeting.because ?? newBecause(facts))
    case 'skip':
      return skip(facts, null, meeting.because)
    case 'link':
      return link(facts, meeting.account, meeting.because)
    case 'ask': {
      const [account = null, ...others] = meeting.accounts
      return skip(facts, others.length > 0 ? null : account, meeting.because)
    }
  }
}

function keepsOut({ person, placement, excludedBy, exclusionReason, list, unit }: PersonFacts): Because | null {
  if (placement === 'excluded') return { code: 'excluded', args: tellExclusion(excludedBy ?? nowhere, exclusionReason) }
  if (placement === 'list-members-unknown')
    return { code: placement, args: { unit: unit ?? nowhere, list: list ?? nowhere } }
  if (placement !== 'in') return { code: placement, args: { unit: unit ?? nowhere } }
  if (person.status === 'disabled') return { code: 'disabled-never-joined', args: {} }
  return person.status === 'expired' ? { code: 'expired-never-joined', args: {} } : null
}

function newBecause({ list, unit }: PersonFacts): Because {
  const args = { unit: unit ?? nowhere }
  return list === null ? { code: 'new-in-scope', args } : { code: 'new-through-list', args: { ...args, list } }
}

function add(facts: PersonFacts, because: Because): Change {
  return personChange(facts, null, {
    kind: 'add',
    because,
    before: null,
    after: { ...initialValues(wanted(facts), facts.policies), active: true },
  })
}

function link(facts: PersonFacts, account: CandidateFacts, because: Because): Change {
  const all = difference(account, wanted(facts), facts.policies)
  const differing = isPrivileged(account) ? withoutAddress(all) : all
  // Who was added by a run that was reverted comes back as the same account.
  const { before, after } = restoration(account)
  return personChange(facts, account, {
    kind: 'link',
    because,
    before: { ...differing?.before, ...before },
    after: { ...differing?.after, ...after },
  })
}
