import type { Hold, Verdict } from './change'
import { limits } from './limits'

/** One scope's people: the enabled, linked accounts at the run's start, and how many of them this plan removes. */
type ScopeCounts = { name: string; linked: number; removals: number }

/** What a plan would do, in numbers of people. */
export type PlanCounts = {
  /** People read with placement `in`. */
  inScope: number
  /** Enabled accounts linked to this connector at the run's start. */
  linked: number
  /** Rows of kind deactivate, suspend and release. */
  removals: number
  /** Rows of kind add and link. */
  additions: number
  /** Rows of kind update and reactivate whose `after` has an email. */
  mailChanges: number
  /** Rows of kind update and reactivate whose `after` has a displayName, givenName or familyName. */
  nameChanges: number
  /** Rows of kind skip for a problem. */
  problems: number
  scopes: readonly ScopeCounts[]
}

/** What came before this plan. */
export type PlanHistory = {
  /** No run of this connector was applied yet. */
  first: boolean
  /** The last 7 days without this run: people removed, and the enabled, linked accounts at their start. */
  window: { removals: number; linked: number }
  /** The last applied run; null when there is none. */
  previous: { inScope: number; problems: number } | null
  /** The SID pinned by the first applied run (null before), and the one of this read. */
  domainSid: { pinned: string | null; seen: string }
}

/** Whether a plan may be carried out at once. The gate holds the whole of what it covers, never "the first n". */
export function judge(counts: PlanCounts, history: PlanHistory): Verdict {
  const holds = [...holdsOfEverything(counts, history), ...holdsOfRemovals(counts, history)]
  return holds.length === 0 ? { kind: 'proceed' } : { kind: 'hold', holds }
}

/** Reasons to wait that say nothing is wrong: it is the first plan, or it adds many people. */
const harmless: readonly Hold['code'][] = ['first-run', 'additions-surge']

/**
 * Whether a person may approve a plan without having seen it: it takes nothing from anybody, and nothing about it looks
 * wrong. Whatever else holds a plan wants somebody to look.
 */
export const mayBeApprovedUnseen = ({ holds, removals }: { holds: readonly Hold[]; removals: number }): boolean =>
  removals === 0 && holds.every(hold => harmless.includes(hold.code))

function holdsOfEverything(counts: PlanCounts, { first, previous, domainSid }: PlanHistory): Hold[] {
  const holds: Hold[] = []
  const everything = (code: Hold['code'], args: Hold['args']) => holds.push({ code, covers: 'everything', args })
  const { linked, additions, mailChanges, nameChanges } = counts
  if (domainSid.pinned !== null && domainSid.pinned !== domainSid.seen)
    everything('domain-changed', { ...domainSid, pinned: domainSid.pinned })
  if (first) everything('first-run', { additions })
  if (counts.inScope === 0) everything('empty-read', { linked })
  if (!first && exceeds(additions, linked, limits.additions)) everything('additions-surge', { additions, linked })
  if (exceeds(mailChanges, linked, limits.mail)) everything('mass-mail-change', { changes: mailChanges, linked })
  if (exceeds(nameChanges, linked, limits.name)) everything('mass-name-change', { changes: nameChanges, linked })
  if (previous !== null && surges(counts, previous))
    everything('problems-surge', { problems: counts.problems, before: previous.problems })
  return holds
}

const exceeds = (count: number, whole: number, limit: { share: number; from: number }): boolean =>
  count >= limit.from && count > limit.share * whole

function surges(counts: PlanCounts, previous: { inScope: number; problems: number }): boolean {
  if (counts.problems - previous.problems < limits.problems.from) return false
  const before = previous.inScope === 0 ? 0 : previous.problems / previous.inScope
  return counts.inScope === 0 || counts.problems / counts.inScope - before > limits.problems.share
}

function holdsOfRemovals({ removals, linked, scopes }: PlanCounts, { window }: PlanHistory): Hold[] {
  if (removals === 0) return []
  const holds: Hold[] = []
  const most = removalLimit(linked)
  if (removals > most)
    holds.push({ code: 'removals-over-limit', covers: 'removals', args: { removals, linked, limit: most } })
  const within = window.removals + removals
  const base = Math.max(window.linked, linked)
  if (within > Math.max(limits.removals.always, limits.removals.windowShare * base))
    holds.push({
      code: 'removals-over-window',
      covers: 'removals',
      args: { removals: within, linked: base, days: limits.removals.windowDays },
    })
  for (const scope of scopes) holds.push(...holdsOfScope(scope))
  return holds
}

/** The most people a run may remove without a person's approval. */
export function removalLimit(linked: number): number {
  return Math.max(limits.removals.always, Math.min(limits.removals.most, Math.floor(limits.removals.share * linked)))
}

function holdsOfScope({ name, linked, removals }: ScopeCounts): Hold[] {
  const args = { scope: name, removals, linked }
  if (removals >= linked && linked > limits.scope.allAbove)
    return [{ code: 'scope-loses-all', covers: 'removals', args }]
  if (linked >= limits.scope.from && removals > limits.scope.share * linked)
    return [{ code: 'scope-loses-share', covers: 'removals', args }]
  return []
}
