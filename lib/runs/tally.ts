import { isWithin } from '@/lib/directory/distinguished-name'
import type { ScopeProof } from '@/lib/directory/source'
import { type AttributeName, type Change, isRemoval } from '@/lib/sync/change'
import type { JoinedAccount } from '@/lib/sync/facts'
import type { PlanCounts, ScopeCounts } from '@/lib/sync/judge'
import type { RunTally } from '@/lib/sync/run-state'

/** What planning counts while it decides: for the gate, and for checking the report. */
export type Tally = {
  /** One person of the read. */
  read(decided: { change: Change | null; joined: JoinedAccount | null; unit: string | null; inScope: boolean }): void
  /** People of the read about whom nothing is to decide, all joined and last seen in the same unit. */
  resting(found: { unit: string | null; people: number; enabled: number }): void
  /** One joined person whom the read did not deliver. */
  absent(decided: { change: Change | null; joined: JoinedAccount }): void
  counts(): Omit<PlanCounts, 'refused'>
  forReport(): RunTally
}

type Counters = Omit<PlanCounts, 'scopes' | 'cleared' | 'refused'> & RunTally

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
  const cleared: Partial<Record<AttributeName, number>> = {}
  const scopes = scopesOf(proofs.map(({ rootDn }) => rootDn))
  const count = (change: Change | null, joined: JoinedAccount | null, unit: string | null) => {
    const scope = joined === null ? null : scopes.of(joined.join.unit ?? unit)
    const enabled = joined !== null && isEnabled(joined)
    if (enabled) sum.linked += 1
    if (enabled && scope) scope.linked += 1
    if (change === null) return
    addChange(sum, change)
    for (const field of clearedBy(change)) cleared[field] = (cleared[field] ?? 0) + 1
    if (isRemoval(change.kind) && scope) scope.removals += 1
  }
  return {
    read({ change, joined, unit, inScope }) {
      sum.read += 1
      if (inScope) sum.inScope += 1
      if (change === null) sum.unchanged += 1
      count(change, joined, unit)
    },
    resting({ unit, people, enabled }) {
      for (const count of ['read', 'inScope', 'unchanged'] as const) sum[count] += people
      sum.linked += enabled
      const scope = scopes.of(unit)
      if (scope) scope.linked += enabled
    },
    absent({ change, joined }) {
      sum.notRead += 1
      if (change === null) sum.alreadyGone += 1
      count(change, joined, null)
    },
    counts: () => ({ ...sum, cleared, scopes: scopes.all() }),
    forReport: () => {
      const { read, inScope, unchanged, notRead, alreadyGone, linked } = sum
      return { read, inScope, unchanged, notRead, alreadyGone, linked }
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

/** Fields that an update or a return leaves without a value. */
function clearedBy({ kind, before, after }: Change): AttributeName[] {
  if ((kind !== 'update' && kind !== 'reactivate') || after === null) return []
  const fields = Object.keys(after) as (keyof typeof after)[]
  return fields
    .filter(field => field !== 'active' && field !== 'suspended')
    .filter(field => (after[field] ?? null) === null && (before?.[field] ?? null) !== null)
}

/**
 * The scope in which somebody was seen last. Whoever stands in none of today's, because a unit was taken out of the
 * settings, counts with the people of the same unit: that unit was a scope, and may lose everybody at once.
 */
function scopesOf(roots: readonly string[]): { of(unit: string | null): ScopeCounts | null; all(): ScopeCounts[] } {
  const present = roots.map(name => ({ name, linked: 0, removals: 0 }))
  // Remembered, because units are few where people are many.
  const byUnit = new Map<string, ScopeCounts>()
  return {
    of(unit) {
      if (unit === null) return null
      const known = byUnit.get(unit)
      if (known) return known
      const scope = present.find(({ name }) => liesWithin(unit, name)) ?? { name: unit, linked: 0, removals: 0 }
      byUnit.set(unit, scope)
      return scope
    },
    all: () => [...new Set([...present, ...byUnit.values()])],
  }
}

function liesWithin(unit: string, root: string): boolean {
  try {
    return isWithin(unit, root)
  } catch {
    return false
  }
}
