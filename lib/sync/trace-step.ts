import type { Change } from './change'
import type { TraceCode, TraceStep } from './trace'
import { stageOf, type TraceStage } from './trace-stage'

/** A stage that made no difference any more. */
export const notAsked = (stage: TraceStage, code: TraceCode, args: TraceStep['because']['args'] = {}): TraceStep => ({
  ...{ stage, outcome: 'not-asked', because: { code, args }, problems: [], values: [] },
})

export const passed = (stage: TraceStage, code: TraceCode, args: TraceStep['because']['args'] = {}): TraceStep => ({
  ...notAsked(stage, code, args),
  outcome: 'passed',
})

/** Whether the reason of what happens is a fact of this stage. */
export const isDecidedAt = (stage: TraceStage, change: Change | null): change is Change =>
  change !== null && stageOf[change.because.code] === stage

/** The stage as the reason that decided at it says, or null where another one decided. */
export function stepOf(stage: TraceStage, change: Change | null): TraceStep | null {
  if (!isDecidedAt(stage, change)) return null
  return {
    stage,
    outcome: isTheUsualWay(change) ? 'passed' : 'stopped',
    because: change.because,
    problems: [],
    values: [],
  }
}

/** Adding, linking, updating and coming back are what a person in scope goes on to. */
const isTheUsualWay = ({ kind }: Change): boolean =>
  kind === 'add' || kind === 'link' || kind === 'update' || kind === 'reactivate'
