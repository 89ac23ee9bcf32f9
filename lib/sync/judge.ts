import type { AttributeName, Hold, Verdict } from './change'
import { exceeds, type Limits, windowDays } from './limits'

/** One scope's people: the enabled, linked accounts at the run's start, and how many of them this plan removes. */
export type ScopeCounts = { name: string; linked: number; removals: number }

/** What a plan would do, in numbers of people. */
export type PlanCounts = {
  /** People read with placement `in`. */
  inScope: number
  /** Enabled accounts linked to this connector at the run's start. */
  linked: number
  /** Rows of kind deactivate, suspend and release. */
  removals: number
  /** Of these, such as a person rejected, or left out of what was approved, the last time they were planned. */
  refused: number
  /** Rows of kind add and link. */
  additions: number
  /** Rows of kind update and reactivate whose `after` has an email. */
  mailChanges: number
  /** Rows of kind update and reactivate whose `after` has a displayName, givenName or familyName. */
  nameChanges: number
  /** Rows of kind update and reactivate that leave a field without a value, by field. */
  cleared: Readonly<Partial<Record<AttributeName, number>>>
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
  /** The version of the configuration that this plan is made with, and the live one; null = none is live yet. */
  version: { used: number; live: number | null }
  /** The SID pinned by the first applied run (null before), and the one of this read. */
  domainSid: { pinned: string | null; seen: string }
  /** The database was restored to an earlier state since the last run that was carried out. */
  restored: boolean
}

/** Whether a plan may be carried out at once. The gate holds the whole of what it covers, never "the first n". */
export function judge(counts: PlanCounts, history: PlanHistory, limits: Limits): Verdict {
  const holds = [...holdsOfEverything(counts, history, limits), ...holdsOfRemovals(counts, history, limits)]
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

function holdsOfEverything(counts: PlanCounts, history: PlanHistory, limits: Limits): Hold[] {
  const { first, previous, domainSid, restored } = history
  const holds: Hold[] = []
  const everything = (code: Hold['code'], args: Hold['args']) => holds.push({ code, covers: 'everything', args })
  const { linked, additions, mailChanges, nameChanges } = counts
  if (domainSid.pinned !== null && domainSid.pinned !== domainSid.seen)
    everything('domain-changed', { ...domainSid, pinned: domainSid.pinned })
  if (restored && counts.removals + additions > 0) everything('database-restored', {})
  if (first) everything('first-run', { additions })
  if (counts.inScope === 0) everything('empty-read', { linked })
  if (!first && exceeds(additions, linked, limits.additions)) everything('additions-surge', { additions, linked })
  if (exceeds(mailChanges, linked, limits.changes)) everything('mass-mail-change', { changes: mailChanges, linked })
  if (exceeds(nameChanges, linked, limits.changes)) everything('mass-name-change', { changes: nameChanges, linked })
  for (const [field, cleared] of Object.entries(counts.cleared))
    if (cleared !== undefined && exceeds(cleared, linked, limits.changes))
      everything('mass-clearing', { field, changes: cleared, linked })
  if (previous !== null && surges(counts, previous, limits))
    everything('problems-surge', { problems: counts.problems, before: previous.problems })
  return holds
}

function surges(
  counts: PlanCounts,
  previous: { inScope: number; problems: number },
  { problems: limit }: Limits,
): boolean {
  if (counts.problems - previous.problems < limit.from) return false
  const before = previous.inScope === 0 ? 0 : previous.problems / previous.inScope
  return counts.inScope === 0 || (counts.problems / counts.inScope - before) * 100 > limit.percent
}

function holdsOfRemovals(
  { removals, refused, linked, scopes }: PlanCounts,
  { window, version }: PlanHistory,
  limits: Limits,
): Hold[] {
  if (removals === 0) return []
  const holds: Hold[] = []
  const most = removalLimit(linked, limits)
  if (removals > most)
    holds.push({ code: 'removals-over-limit', covers: 'removals', args: { removals, linked, limit: most } })
  const within = window.removals + removals
  const { always, weekPercent: percent } = limits.removals
  if (exceeds(within, window.linked, { percent, from: always + 1 }))
    holds.push({
      code: 'removals-over-window',
      covers: 'removals',
      args: { removals: within, linked: window.linked, days: windowDays, percent },
    })
  for (const scope of scopes) holds.push(...holdsOfScope(scope, limits))
  if (version.live !== null && version.live !== version.used)
    holds.push({ code: 'configuration-changed', covers: 'removals', args: { used: version.used, live: version.live } })
  if (refused > 0) holds.push({ code: 'removals-refused', covers: 'removals', args: { people: refused } })
  return holds
}

/** The most people a run may remove without a person's approval. */
export function removalLimit(linked: number, { removals: { always, most, percent } }: Limits): number {
  return Math.max(always, Math.min(most, Math.floor((percent * linked) / 100)))
}

function holdsOfScope({ name, linked, removals }: ScopeCounts, { scope: limit }: Limits): Hold[] {
  const args = { scope: name, removals, linked, percent: limit.percent }
  if (removals >= linked && linked > limit.allAbove) return [{ code: 'scope-loses-all', covers: 'removals', args }]
  return exceeds(removals, linked, { percent: limit.percent, from: 0 }) && linked >= limit.from
    ? [{ code: 'scope-loses-share', covers: 'removals', args }]
    : []
}
