import type { Because, Change, Problem } from './change'
import type { AccountFacts, PersonFacts } from './facts'
import { photoProblems } from './photo'

/** Stands in a sentence for a unit that is not known. */
export const nowhere = '–'

/** Remarks keep nobody out; every other problem does. Without a readable status nobody new gets an account. */
export function blockingProblems(facts: PersonFacts): Problem[] {
  return [...facts.person.problems, ...sharedAddress(facts)].filter(
    problem => problem.code !== 'value-cleaned' && (problem.code !== 'status-unreadable' || facts.joined === null),
  )
}

/** What is wrong and keeps nobody out. */
export function remarksOn(facts: PersonFacts): Problem[] {
  const blocking = blockingProblems(facts)
  return [...facts.person.problems.filter(problem => !blocking.includes(problem)), ...photoProblems(facts.photo)]
}

/** Neither of two people with one address gets it; who has it already keeps it. */
function sharedAddress({ person, sameAddress, joined }: PersonFacts): Problem[] {
  if (person.emailKey === null || sameAddress.others === 0 || joined?.account.emailKey === person.emailKey) return []
  const args = { address: person.emailKey, others: sameAddress.others, example: sameAddress.example ?? nowhere }
  return [{ code: 'mail-duplicate', args }]
}

/** A row of the plan about a person who was read. */
export function personChange(
  facts: PersonFacts,
  account: AccountFacts | null,
  what: { because: Because; problems?: Problem[] } & Pick<Change, 'kind' | 'before' | 'after'>,
): Change {
  const { person } = facts
  return {
    anchor: person.anchor,
    accountId: account?.id ?? null,
    kind: what.kind,
    because: what.because,
    problems: what.problems ?? remarksOn(facts),
    read: true,
    before: what.before,
    after: what.after,
    displayName: person.attributes.displayName ?? account?.attributes.displayName ?? '',
    email: person.emailKey ?? account?.attributes.email ?? null,
    unit: facts.unit,
  }
}

/** A row that says why nothing is done. */
export const skip = (
  facts: PersonFacts,
  account: AccountFacts | null,
  because: Because,
  problems: Problem[] = [],
): Change => personChange(facts, account, { kind: 'skip', because, problems, before: null, after: null })
