import type { LeavingPolicy, LeavingReason, LeavingSettings } from '@/lib/settings/connector'
import type { Because, Change, ReasonCode } from './change'
import type { AccountFacts, FoundObject, JoinFacts } from './facts'
import { nowhere } from './person-change'
import { isOutside } from './place-person'

/** One fact that speaks for leaving, with the policy reason it belongs to. */
export type Evidence = { reason: LeavingReason; because: Because }

/** What a leaving person loses; `leave-alone` = the policy keeps the account. */
export type Leaving = { policy: LeavingPolicy; evidence: Evidence }

/** What was seen of somebody, in the read or at a look-up. */
type Seen = Pick<FoundObject, 'status' | 'placement' | 'parent' | 'unit'>

/** Facts that were seen and speak for leaving; a status that could not be read speaks for nothing. */
export function evidenceOf(seen: Seen, join: JoinFacts): Evidence[] {
  const evidence: Evidence[] = []
  if (seen.status === 'disabled')
    evidence.push({ reason: 'disabled', because: { code: 'disabled-in-directory', args: {} } })
  if (seen.status === 'expired')
    evidence.push({ reason: 'expired', because: { code: 'expired-in-directory', args: {} } })
  if (isOutside(seen.placement)) evidence.push({ reason: 'out-of-scope', because: outsideBecause(seen, join) })
  return evidence
}

function outsideBecause({ placement, parent, unit }: Seen, join: JoinFacts): Because {
  const args = { unit: unit ?? nowhere }
  if (placement === 'not-matching-inclusion-rule') return { code: placement, args }
  if (join.throughList !== null) return { code: 'left-list', args: { ...args, list: join.throughList } }
  const moved = join.parent !== null && join.parent !== parent
  return moved
    ? { code: 'moved-out-of-scope', args: { ...args, from: join.unit ?? nowhere } }
    : { code: 'unit-not-included', args }
}

const strength: Record<LeavingPolicy, number> = { deactivate: 2, suspend: 1, 'leave-alone': 0 }

/** The strictest policy decides, and its fact is the reason given; null = nothing speaks for leaving. */
export function strictest(evidence: readonly Evidence[], settings: LeavingSettings): Leaving | null {
  const candidates = evidence.map(fact => ({ policy: settings[fact.reason], evidence: fact }))
  return candidates.reduce<Leaving | null>(
    (best, next) => (best === null || strength[next.policy] > strength[best.policy] ? next : best),
    null,
  )
}

/** True when this block or suspension is ours to lift: an administrator's own is never lifted. */
export const isBlockedByUs = (account: AccountFacts): boolean =>
  account.blockedBySync || (account.suspended && account.blockedBecause !== null)

/** True when an earlier run, or an administrator, took already what the policy would take. */
export const isAlreadyGone = (account: AccountFacts, policy: LeavingPolicy): boolean =>
  account.blockedBySync || (policy === 'suspend' && account.suspended)

/** The part of the change that takes something away. */
export function removal(
  account: AccountFacts,
  policy: 'deactivate' | 'suspend',
): Pick<Change, 'kind' | 'before' | 'after'> {
  if (policy === 'suspend') return { kind: 'suspend', before: { suspended: false }, after: { suspended: true } }
  return { kind: 'deactivate', before: { active: !account.blockedByAdmin }, after: { active: false } }
}

/** The part of the change that gives back what we took; an administrator's block stays, which `after.active` shows. */
export function restoration(account: AccountFacts): Pick<Change, 'before' | 'after'> {
  const suspension = account.suspended && account.blockedBecause !== null
  return {
    before: { ...(account.blockedBySync ? { active: false } : {}), ...(suspension ? { suspended: true } : {}) },
    after: {
      ...(account.blockedBySync ? { active: !account.blockedByAdmin } : {}),
      ...(suspension ? { suspended: false } : {}),
    },
  }
}

/** Why somebody comes back, from the reason for which they were taken out. */
export function returnReason(blockedBecause: ReasonCode | null): ReasonCode {
  switch (blockedBecause) {
    case 'moved-out-of-scope':
    case 'unit-not-included':
    case 'not-matching-inclusion-rule':
    case 'left-list':
      return 'back-in-scope'
    case 'deleted-in-directory':
    case 'absent-twice':
      return 'back-in-directory'
    case 'problem':
      return 'data-complete-again'
    default:
      return 'enabled-again'
  }
}
