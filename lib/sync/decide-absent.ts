import type { Because, Change } from './change'
import { tellExclusion } from './exclusion-reason'
import type { AbsentFacts, FoundObject } from './facts'
import { type Evidence, evidenceOf, isAlreadyGone, removal, strictest } from './leaving'
import { nowhere } from './person-change'
import { forbids } from './protect-account'
import { isPrivileged } from './protection'

const hour = 3_600_000
const day = 24 * hour

/**
 * What happens to a joined person whom a complete read did not deliver; null = an earlier run took everything already.
 * Only a change whose reason is `absent-first-time` starts the clock of `join.suspectedAt`, and only being read clears it.
 */
export function decideAbsent(facts: AbsentFacts): Change | null {
  const { account, lookUp } = facts
  if (account.source === 'other')
    return noted(facts, 'leave-alone', { code: 'account-of-other-source', args: { owner: account.managedBy ?? '' } })
  if (facts.handedOver) return noted(facts, 'leave-alone', { code: 'account-handed-over', args: {} })
  if (lookUp === 'failed') return noted(facts, 'suspect', { code: 'look-up-failed', args: {} })
  const verdict = lookUp === null ? absence(facts) : seen(lookUp, facts)
  return 'reason' in verdict ? leave(facts, verdict) : noted(facts, verdict.kind, verdict.because)
}

type Noted = { kind: 'suspect' | 'leave-alone'; because: Because }

/** The server knows no such object: that counts only in complete reads, twice, an hour apart, with the parent unit still readable. */
function absence({ join, completeRead, parentReadable, leaving, now }: AbsentFacts): Evidence | Noted {
  if (!completeRead) return { kind: 'suspect', because: { code: 'absent-in-quick-import', args: {} } }
  if (!parentReadable)
    return { kind: 'suspect', because: { code: 'absent-unit-unreadable', args: { unit: join.unit ?? nowhere } } }
  const wait = Math.max(hour, leaving.graceDays * day)
  if (join.suspectedAt === null)
    return { kind: 'suspect', because: { code: 'absent-first-time', args: { hours: wait / hour } } }
  const left = join.suspectedAt.getTime() + wait - now.getTime()
  const since = join.suspectedAt.getTime()
  if (left > 0)
    return { kind: 'suspect', because: { code: 'absent-within-grace', args: { since, hours: Math.ceil(left / hour) } } }
  return { reason: 'deleted', because: { code: 'absent-twice', args: { since } } }
}

/** The server delivered the object outside the read: what was seen of it acts now. */
function seen(found: FoundObject, { join, leaving }: AbsentFacts): Evidence | Noted {
  if (found.deleted) return { reason: 'deleted', because: { code: 'deleted-in-directory', args: {} } }
  const strongest = strictest(evidenceOf(found, join), leaving)
  return strongest?.evidence ?? { kind: 'leave-alone', because: { code: 'present-at-look-up', args: {} } }
}

function leave(facts: AbsentFacts, evidence: Evidence): Change | null {
  const policy = facts.leaving[evidence.reason]
  if (isAlreadyGone(facts.account, policy)) return null
  if (policy === 'leave-alone') return noted(facts, 'leave-alone', evidence.because)
  if (isPrivileged(facts.account))
    return noted(facts, 'leave-alone', { code: 'protected-administrator', args: { role: roleOf(facts) } })
  const taken = removal(facts.account, policy)
  const { shield } = facts.account
  if (shield && forbids(shield, taken))
    return noted(facts, 'leave-alone', {
      code: 'protected-by-exclusion',
      args: tellExclusion(shield.rule, shield.reason),
    })
  return absentChange(facts, { because: evidence.because, ...taken })
}

const roleOf = ({ account }: AbsentFacts) => (account.breakGlass ? 'break-glass' : account.role)

/** Nothing is done; and about somebody who is out already, nothing is said again. */
function noted(facts: AbsentFacts, kind: Noted['kind'], because: Because): Change | null {
  return facts.account.blockedBySync ? null : absentChange(facts, { kind, because, before: null, after: null })
}

function absentChange(facts: AbsentFacts, what: Pick<Change, 'kind' | 'because' | 'before' | 'after'>): Change {
  const { anchor, account, join, lookUp } = facts
  const found = lookUp === null || lookUp === 'failed' ? null : lookUp
  return {
    anchor,
    accountId: account.id,
    ...what,
    problems: [],
    read: false,
    displayName: account.attributes.displayName ?? '',
    email: account.attributes.email,
    unit: found?.unit ?? join.unit,
  }
}
