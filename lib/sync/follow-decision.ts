import type { Because } from './change'
import type { CandidateFacts, PersonFacts } from './facts'
import { decidedBecause, evidenceOf, type JoinDecision, outdatedBecause } from './join-question'
import { isUntouchable } from './protection'

export type Followed =
  | { kind: 'add'; because: Because }
  | { kind: 'link'; account: CandidateFacts; because: Because }
  | { kind: 'skip'; because: Because }

/**
 * What an administrator's decision comes to now. It rests on what was known then: when anything of it is different, nothing
 * is done by it, and the question is asked again.
 */
export function followDecision(facts: PersonFacts, decision: JoinDecision): Followed {
  const { candidates, evidenceHash } = evidenceOf(facts)
  if (evidenceHash !== decision.evidenceHash) return { kind: 'skip', because: outdatedBecause(decision) }
  if (decision.choice === 'leave-apart') return { kind: 'skip', because: decidedBecause(decision) }
  const holder = facts.candidates.find(account => account.emailKey === facts.person.emailKey)
  const stands = !facts.addressFreed && holder !== undefined && holder.id !== decision.accountId
  if (stands) return { kind: 'skip', because: { code: 'address-in-use', args: { address: holder.emailKey } } }
  if (decision.choice === 'create') return { kind: 'add', because: decidedBecause(decision) }
  const account = facts.candidates.find(({ id }) => id === decision.accountId)
  const mayLink = candidates.some(({ accountId, mayLink }) => accountId === decision.accountId && mayLink)
  if (!account || !mayLink || isUntouchable(account)) return { kind: 'skip', because: outdatedBecause(decision) }
  return { kind: 'link', account, because: decidedBecause(decision, { former: account.joinedAnchor ?? '' }) }
}
