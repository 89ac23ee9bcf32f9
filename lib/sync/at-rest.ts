import type { AttributeName } from './change'
import { wanted } from './difference'
import type { JoinedAccount, PersonFacts } from './facts'
import { photoProblems } from './photo'
import { isPrivileged } from './protection'

/** What is looked at: no setting of the company is among it, so that none can make the answer another one. */
export type RestingFacts = Pick<PersonFacts, 'person' | 'placement' | 'manager' | 'photo' | 'joined' | 'candidates'>

/**
 * True for most people of most runs: enabled, complete and in scope, with an account that says already whatever the
 * directory asks for and that nothing speaks about. Then `decidePerson` answers null under any settings, so nobody need ask
 * it; false says nothing. `lib/store/people-at-rest` finds the same people with one statement.
 */
export const isAtRest = ({ person, placement, manager, photo, joined, candidates }: RestingFacts): boolean =>
  placement === 'in' &&
  person.status === 'enabled' &&
  person.problems.length === 0 &&
  photoProblems(photo).length === 0 &&
  joined !== null &&
  isPlain(joined) &&
  candidates.length === 0 &&
  joined.account.emailKey === person.emailKey &&
  (Object.entries(wanted({ person, manager, photo })) as [AttributeName, string | null][]).every(
    ([field, value]) => joined.account.attributes[field] === value,
  )

/** Ours, a member's, protected by nothing, given to nobody else, and not taken away by us. */
const isPlain = ({ account, handedOver }: JoinedAccount): boolean =>
  account.source === 'this' &&
  !isPrivileged(account) &&
  account.shield === null &&
  !handedOver &&
  !account.blockedBySync &&
  !account.suspended
