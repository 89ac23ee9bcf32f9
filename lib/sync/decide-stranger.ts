import type { Because, Change } from './change'
import { difference, initialValues, wanted } from './difference'
import type { CandidateFacts, PersonFacts } from './facts'
import { meet } from './first-meeting'
import { restoration } from './leaving'
import { blockingProblems, nowhere, personChange, skip } from './person-change'

/** What happens to a person who was read and is joined to no account. */
export function decideStranger(facts: PersonFacts): Change {
  const reason = keepsOut(facts)
  if (reason !== null) return skip(facts, null, reason)
  const problems = blockingProblems(facts)
  if (problems.length > 0) return skip(facts, null, { code: 'problem', args: {} }, problems)
  const meeting = meet(facts)
  switch (meeting.kind) {
    case 'add':
      return add(facts)
    case 'link':
      return link(facts, meeting.account, meeting.because)
    case 'ask': {
      const [account = null, ...others] = meeting.accounts
      return skip(facts, others.length > 0 ? null : account, meeting.because)
    }
  }
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

function link(facts: PersonFacts, account: CandidateFacts, because: Because): Change {
  const differing = difference(account, wanted(facts.person, facts.manager), facts.policies)
  // Who was added by a run that was reverted comes back as the same account.
  const { before, after } = restoration(account)
  return personChange(facts, account, {
    kind: 'link',
    because,
    before: { ...differing?.before, ...before },
    after: { ...differing?.after, ...after },
  })
}
