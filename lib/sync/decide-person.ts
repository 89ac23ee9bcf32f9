import type { Change } from './change'
import { decideJoined } from './decide-joined'
import { decideStranger } from './decide-stranger'
import { tellExclusion } from './exclusion-reason'
import type { AccountFacts, PersonFacts } from './facts'
import { skip } from './person-change'
import { forbids } from './protect-account'

/**
 * What happens to a person who was read; null = nothing, and nothing is stored.
 * A change of kind `reactivate` lifts our own block and suspension and nothing else, so it is carried out by its kind,
 * not by `after.active`, which stays false while an administrator's block stands.
 */
export function decidePerson(facts: PersonFacts): Change | null {
  const change = facts.joined === null ? decideStranger(facts) : decideJoined(facts, facts.joined)
  const account = change === null ? undefined : accountOf(facts, change)
  return change !== null && account?.shield && forbids(account.shield, change)
    ? skip(facts, account, {
        code: 'protected-by-exclusion',
        args: tellExclusion(account.shield.rule, account.shield.reason),
      })
    : change
}

const accountOf = ({ joined, candidates }: PersonFacts, { accountId }: Change): AccountFacts | undefined =>
  [joined?.account, ...candidates].find(account => account?.id === accountId)
