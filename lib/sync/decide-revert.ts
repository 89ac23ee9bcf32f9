import type { Anchor } from '@/lib/directory/anchor'
import { type AttributeName, type Because, type Change, type ChangeValues, isRemoval } from './change'
import { tellExclusion } from './exclusion-reason'
import type { AccountFacts } from './facts'
import { isBlockedByUs } from './leaving'
import { forbids } from './protect-account'
import { isPrivileged, isUntouchable } from './protection'

/** What a run did to somebody, and what the account is like now. */
export type RevertFacts = {
  /** The row of the run that is reverted, as it was applied. */
  done: Pick<Change, 'anchor' | 'accountId' | 'kind' | 'before' | 'after' | 'displayName' | 'email' | 'unit'>
  account: AccountFacts | null
  /** To whom the account is joined now; null = to nobody. */
  joinedAnchor: Anchor | null
  /** False when the address that the account had before belongs to another account now. */
  addressFree: boolean
  /** The number of the run that is reverted. */
  run: number
}

/** Whether it waits for its address where another account has that. Taking access never waits for anything. */
export const waitsForAddress = ({ kind, after }: Pick<Change, 'kind' | 'after'>): boolean =>
  after?.email !== undefined && !isRemoval(kind)

type Undoing = Pick<Change, 'kind' | 'before' | 'after'>

/**
 * What takes a run's change back: values go back to what they were where nobody changed them since, access that was given is
 * taken and access that was taken is given, and who was added is deactivated and released, never deleted.
 */
export function decideRevert(facts: RevertFacts): Change {
  const { account, run } = facts
  const undoing = account === null ? null : undo(facts, account)
  if (account === null || undoing === null) return keep(facts, { code: 'changed-since-run', args: { number: run } })
  if (account.source === 'other') return keep(facts, { code: 'account-of-other-source', args: {} })
  if (isUntouchable(account) || (isPrivileged(account) && touchesAccess(undoing)))
    return keep(facts, {
      code: 'protected-administrator',
      args: { role: account.breakGlass ? 'break-glass' : account.role },
    })
  if (account.shield && forbids(account.shield, undoing))
    return keep(facts, {
      code: 'protected-by-exclusion',
      args: tellExclusion(account.shield.rule, account.shield.reason),
    })
  return rowOf(facts, { because: { code: 'run-reverted', args: { number: run } }, ...undoing })
}

const touchesAccess = ({ kind, after }: Undoing): boolean =>
  isRemoval(kind) || kind === 'reactivate' || after?.email !== undefined

/** null = it is not any more what the run left, so it stays. */
function undo(facts: RevertFacts, account: AccountFacts): Undoing | null {
  const { done, joinedAnchor } = facts
  const values = valuesBefore(facts, account)
  if (done.kind === 'release') return joinedAnchor === null ? relink(values, account) : null
  if (joinedAnchor !== done.anchor) return null
  switch (done.kind) {
    case 'add':
      return { kind: 'release', before: { active: isActive(account) }, after: { active: false } }
    case 'link':
      return { kind: 'release', ...values }
    case 'update':
      return isEmpty(values.after) ? null : { kind: 'update', ...values }
    case 'reactivate':
      return isBlockedByUs(account) ? null : takeAgain(done.before, values, account)
    case 'deactivate':
      // A suspension of ours that was there before would be lifted with the block: more than the run took.
      return account.blockedBySync && !account.suspended ? giveBack({ active: false }, values, account) : null
    case 'suspend':
      return account.suspended && isBlockedByUs(account) && !account.blockedBySync
        ? giveBack({ suspended: true }, values, account)
        : null
    default:
      return null
  }
}

const isActive = (account: AccountFacts): boolean => !account.blockedByAdmin && !account.blockedBySync
const isEmpty = (values: ChangeValues): boolean => Object.keys(values).length === 0

type Values = { before: ChangeValues; after: ChangeValues }

/** The values that the run changed and nobody since, from what they are to what they were. */
function valuesBefore({ done, addressFree }: RevertFacts, account: AccountFacts): Values {
  const values: Values = { before: {}, after: {} }
  for (const field of Object.keys(done.after ?? {}) as (keyof ChangeValues)[]) {
    if (field === 'active' || field === 'suspended' || (field === 'email' && !addressFree)) continue
    restore(values, field, { done, account })
  }
  return values
}

function restore(
  values: Values,
  field: AttributeName,
  { done, account }: Pick<RevertFacts, 'done'> & { account: AccountFacts },
) {
  const now = account.attributes[field] ?? null
  const before = done.before?.[field] ?? null
  if (now !== (done.after?.[field] ?? null) || now === before) return
  values.before[field] = now
  values.after[field] = before
}

/** What a run gave back is taken again, as it was. */
function takeAgain(before: ChangeValues | null, values: Values, account: AccountFacts): Undoing {
  return before?.active === undefined
    ? { kind: 'suspend', before: { ...values.before, suspended: false }, after: { ...values.after, suspended: true } }
    : {
        kind: 'deactivate',
        before: { ...values.before, active: isActive(account) },
        after: { ...values.after, active: false },
      }
}

/** Only our own block and suspension end, so an administrator's block still shows. */
function giveBack(taken: ChangeValues, values: Values, account: AccountFacts): Undoing {
  const given = taken.suspended ? { suspended: false } : { active: !account.blockedByAdmin }
  return { kind: 'reactivate', before: { ...values.before, ...taken }, after: { ...values.after, ...given } }
}

/** The link is made again, provided that the account is still one that may be linked. */
function relink({ before, after }: Values, account: AccountFacts): Undoing | null {
  if (account.source !== 'none' || !account.emailVerified || isPrivileged(account)) return null
  if (account.blockedBecause !== 'run-reverted') return { kind: 'link', before, after }
  return {
    kind: 'link',
    before: { ...before, active: false },
    after: { ...after, active: !account.blockedByAdmin },
  }
}

const keep = (facts: RevertFacts, because: Because): Change =>
  rowOf(facts, { kind: 'skip', because, before: null, after: null })

function rowOf({ done, account }: RevertFacts, what: Pick<Change, 'kind' | 'because' | 'before' | 'after'>): Change {
  const { anchor, accountId, displayName, email, unit } = done
  return {
    ...{ anchor, accountId, unit, problems: [], read: true },
    ...what,
    displayName: account?.attributes.displayName ?? displayName,
    email: account?.attributes.email ?? email,
  }
}
