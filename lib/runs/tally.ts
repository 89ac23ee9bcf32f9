import { isWithin } from '@/lib/directory/distinguished-name'
import type { ScopeProof } from '@/lib/directory/source'
import { type Change, isRemoval } from '@/lib/sync/change'
import type { JoinedAccount } from '@/lib/sync/facts'
import type { PlanCounts } from '@/lib/sync/judge'
import type { RunTally } from '@/lib/sync/run-state'

/** What planning counts while it decides: for the gate, and for checking the report. */
export type Tally = {
  /** One person of the read. */
  read(decided: { change: Change | null; joined: JoinedAccount | null; unit: string | null; inScope: boolean }): void
  /** One joined person whom the read did not deliver. */
  absent(decided: { change: Change | null; joined: JoinedAccount }): void
  counts(): PlanCounts
  forReport(): RunTally
}

type Counters = Omit<PlanCounts, 'scopes'> & RunTally

const zero: Counters = {
  read: 0,
  inScope: 0,
  unchanged: 0,
  notRead: 0,
  alreadyGone: 0,
  linked: 0,
  removals: 0,
  additions: 0,
  mailChanges: 0,
  nameChanges: 0,
  problems: 0,
}

export function createTally(proofs: readonly Pick<ScopeProof, 'rootDn'>[]): Tally {
  const sum = { ...zero }
  const scopes = proofs.map(({ rootDn }) => ({ name: rootDn, linked: 0, removals: 0 }))
  const scopeOf = scopeFinder(proofs.map(proof => proof.rootDn))
  const count = (change: Change | null, joined: JoinedAccount | null, unit: string | null) => {
    const scope = joined === null ? undefined : scopes[scopeOf(joined.join.unit ?? unit)]
    const enabled = joined !== null && isEnabled(joined)
    if (enabled) sum.linked += 1
    if (enabled && scope) scope.linked += 1
    if (change === null) return
    addChange(sum, change)
    if (isRemoval(change.kind) && scope) scope.removals += 1
  }
  return {
    read({ change, joined, unit, inScope }) {
      sum.read += 1
      if (inScope) sum.inScope += 1
      if (change === null) sum.unchanged += 1
      count(change, joined, unit)
    },
    absent({ change, joined }) {
      sum.notRead += 1
      if (change === null) sum.alreadyGone += 1
      count(change, joined, null)
    },
    counts: () => ({ ...sum, scopes }),
    forReport: () => {
      const { read, inScope, unchanged, notRead, alreadyGone } = sum
      return { read, inScope, unchanged, notRead, alreadyGone }
    },
  }
}

const isEnabled = ({ account }: JoinedAccount): boolean =>
  !account.blockedBySync && !account.blockedByAdmin && !account.suspended

function addChange(sum: Counters, { kind, because, after }: Change): void {
  if (isRemoval(kind)) sum.removals += 1
  if (kind === 'add' || kind === 'link') sum.additions += 1
  if (kind === 'skip' && because.code === 'problem') sum.problems += 1
  if (kind !== 'update' && kind !== 'reactivate') return
  if (after?.email !== undefined) sum.mailChanges += 1
  if (after?.displayName !== undefined || after?.givenName !== undefined || after?.familyName !== undefined)
    sum.nameChanges += 1
}

/** Which scope a unit lies in, remembered: units are few where people are many. */
function scopeFinder(roots: readonly string[]): (unit: string | null) => number {
  const known = new Map<string, number>()
  return unit => {
    if (unit === null) return -1
    const remembered = known.get(unit)
    if (remembered !== undefined) return remembered
    const found = roots.findIndex(root => liesWithin(unit, root))
    known.set(unit, found)
    return found
  }
}

function liesWithin(unit: string, root: string): boolean {
  try {
    return isWithin(unit, root)
  } catch {
    return false
  }
}
