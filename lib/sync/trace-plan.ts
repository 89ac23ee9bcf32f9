import { type Change, type ChangeValues, type Hold, isAction, isRemoval } from './change'
import type { PersonFacts } from './facts'
import { isBlockedByUs } from './leaving'
import { isOutside } from './place-person'
import type { ReadTrace, TraceOutcome, TraceStep, TraceValue } from './trace'
import { notAsked, passed } from './trace-step'

/** Why nothing happens to somebody who was read: Messenger has what is right, or has taken already what was to be taken. */
export function nothingStep({ person: { status }, placement, joined }: PersonFacts): TraceStep {
  const why = isOutside(placement) ? 'scope' : status
  const leaves = why === 'scope' || why === 'disabled' || why === 'expired'
  if (!joined || !(leaves || isBlockedByUs(joined.account))) return passed('planned', 'nothing-different')
  return passed('planned', 'taken-already', { why, how: joined.account.blockedBySync ? 'deactivated' : 'suspended' })
}

/** What happens, with what becomes of which value. */
export function plannedStep(change: Change, seen: ReadTrace['seen']): TraceStep {
  const outcome = isAction(change.kind) ? 'passed' : 'stopped'
  const values = changedValues(change)
  // The run stored nothing about this person; what is planned here is what the next one would.
  if (seen === 'since') return { ...passed('planned', 'different-since'), values }
  return { stage: 'planned', outcome, because: change.because, problems: change.problems, values }
}

function changedValues({ before, after }: Pick<Change, 'before' | 'after'>): TraceValue[] {
  return Object.keys(after ?? {}).map(name => ({
    name,
    value: textOf(after, name),
    from: textOf(before, name),
  }))
}

function textOf(values: ChangeValues | null, name: string): string | null {
  const value = values?.[name as keyof ChangeValues]
  return value === undefined || value === null ? null : String(value)
}

/** What the gate and the run made of it. */
export function safetyStep(change: Change | null, outcome: TraceOutcome | null): TraceStep {
  if (outcome === null) return notAsked('safety', change === null ? 'nothing-to-hold' : 'no-run-yet')
  if (change === null || !isAction(change.kind)) return notAsked('safety', 'nothing-to-hold')
  switch (outcome.state) {
    case 'applied':
      return passed('safety', 'carried-out')
    case 'failed':
      return { ...notAsked('safety', 'could-not-be-carried-out'), outcome: 'stopped' }
    case 'cancelled':
      return { ...notAsked('safety', 'cancelled'), outcome: 'stopped' }
    case 'left':
      return stopped(outcome.waits ?? { code: 'changed-since-approval', args: {} })
    case 'held':
      return outcome.waits ? stopped(outcome.waits) : heldStep(change, outcome.holds)
    default:
      return outcome.holds.length > 0 ? heldStep(change, outcome.holds) : passed('safety', 'within-limits')
  }
}

/** The holds that cover this change; of a change that waits for another one the reason is that one's. */
function heldStep(change: Change, holds: readonly Hold[]): TraceStep {
  const covering = holds.filter(hold => hold.covers === 'everything' || isRemoval(change.kind))
  const [first, ...others] = covering
  if (!first)
    return holds.length > 0 ? stopped({ code: 'depends-on-held', args: {} }) : passed('safety', 'within-limits')
  return { ...stopped(first), values: others.map(({ code }) => ({ name: 'hold', value: code })) }
}

const stopped = ({ code, args }: TraceStep['because']): TraceStep => ({
  ...{ stage: 'safety', outcome: 'stopped', because: { code, args }, problems: [], values: [] },
})
