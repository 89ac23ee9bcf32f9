import type { Change } from './change'
import { decideJoined } from './decide-joined'
import { decideStranger } from './decide-stranger'
import type { PersonFacts } from './facts'

/**
 * What happens to a person who was read; null = nothing, and nothing is stored.
 * A change of kind `reactivate` lifts our own block and suspension and nothing else, so it is carried out by its kind,
 * not by `after.active`, which stays false while an administrator's block stands.
 */
export const decidePerson = (facts: PersonFacts): Change | null =>
  facts.joined === null ? decideStranger(facts) : decideJoined(facts, facts.joined)
