import type { Anchor } from '@/lib/directory/anchor'
import type { DirectoryObject } from '@/lib/directory/source'
import type { Because, Change, Hold, Problem, ReasonCode } from './change'
import type { AbsentFacts, PersonFacts } from './facts'
import type { TraceStage } from './trace-stage'

/** What a stage says where nothing was decided by it: codes with a sentence in `lib/words/en/trace.json`. */
export const traceCodes = [
  'found-in-read',
  'not-delivered',
  'read-not-kept',
  'every-unit-included',
  'unit-included',
  'unit-not-asked',
  'values-usable',
  'values-not-asked',
  'joined-by-guid',
  'joined-to-nobody',
  'address-becomes-free',
  'account-not-asked',
  'no-exclusion',
  'exclusion-not-asked',
  'nothing-different',
  'taken-already',
  'already-done',
  'different-since',
  'no-run-yet',
  'nothing-to-hold',
  'within-limits',
  'carried-out',
  'could-not-be-carried-out',
  'cancelled',
] as const
export type TraceCode = (typeof traceCodes)[number]

/** A value that a stage looked at; `from` where it becomes another one. */
export type TraceValue = { name: string; value: string | null; from?: string | null }

export type TraceStep = {
  stage: TraceStage
  /** `stopped`: this fact keeps the person from going the usual way. `not-asked`: it made no difference any more. */
  outcome: 'passed' | 'stopped' | 'not-asked'
  because: { code: TraceCode | ReasonCode | Hold['code']; args: Because['args'] }
  problems: Problem[]
  values: TraceValue[]
}

/** How one person came to what happens to them, stage by stage. */
export type Trace = {
  anchor: Anchor
  displayName: string
  email: string | null
  unit: string | null
  /** What the facts lead to; null = nothing. */
  change: Change | null
  steps: TraceStep[]
}

/** What became of a change in a run: nothing more is decided by the safety stage. */
export type TraceOutcome = {
  state: 'noted' | 'planned' | 'held' | 'applied' | 'failed' | 'left' | 'cancelled'
  /** The run's holds. */
  holds: readonly Hold[]
  /** Why the run itself made it wait, whatever was decided about the person; null = it did not. */
  waits: Because | null
}

export type ReadTrace = {
  kind: 'read'
  facts: PersonFacts
  object: Pick<DirectoryObject, 'dn' | 'attributes'>
  /** The DN of the unit whose rule decided; null = none did, or none was needed. */
  rule: string | null
  /** Null where no run has put it before the gate. */
  outcome: TraceOutcome | null
  /** `then`: as the run saw it. `since`: the run found nothing different, and these are the facts of today. `now`: no run. */
  seen: 'then' | 'since' | 'now'
}
export type AbsentTrace = { kind: 'absent'; facts: AbsentFacts; outcome: TraceOutcome | null }
/** An older run: what it read is no longer kept, only its plan. */
export type KeptTrace = { kind: 'kept'; change: Change; outcome: TraceOutcome }
/** Joined, not read, and everything was taken by an earlier run. */
export type GoneTrace = { kind: 'gone'; anchor: Anchor; displayName: string; email: string | null; unit: string | null }

export type TraceFacts = ReadTrace | AbsentTrace | KeptTrace | GoneTrace
