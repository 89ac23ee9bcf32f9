import { say } from '@/app/messages/say'
import { fieldName } from '@/app/ui/field-name'
import { plainArguments, unitPath } from '@/app/ui/unit-words'
import { accountFields } from '@/lib/sync/change'
import { isCustom } from '@/lib/sync/changed-field'
import type { Trace, TraceStep, TraceValue } from '@/lib/sync/trace'
import type { TraceStage } from '@/lib/sync/trace-stage'
import { stageAnswer, stageQuestion, verdict } from '@/lib/words/trace-words'
import { sentence } from '@/lib/words/words'

export type ValueView = { label: string; value: string | null; from: string | null; changes: boolean }
export type StepView = {
  stage: TraceStage
  outcome: TraceStep['outcome']
  outcomeText: string
  question: string
  answer: string
  problems: string[]
  values: ValueView[]
}
/** A trace in words. */
export type TraceView = {
  anchor: string
  person: string
  email: string | null
  unit: string | null
  verdict: string
  steps: StepView[]
}

/** @param names display names by anchor, for managers */
export function traceView(trace: Trace, names: ReadonlyMap<string, string>): TraceView {
  return {
    anchor: trace.anchor,
    person: trace.displayName || trace.email || trace.anchor,
    email: trace.email,
    unit: trace.unit === null ? null : unitPath(trace.unit),
    verdict: verdictOf(trace),
    steps: trace.steps.map(step => stepView(step, names)),
  }
}

/** What happens to somebody, and why. */
function verdictOf(trace: Trace): string {
  const { change } = trace
  if (change === null) return verdict(trace)
  return `${verdict(trace)} ${sentence(change.because.code, plainArguments(change.because.args), 'sync')}`
}

/** The managers that a trace speaks of, by their anchors. */
export const managersIn = ({ steps }: Trace): string[] =>
  steps.flatMap(({ values }) =>
    values
      .filter(({ name }) => name === 'manager')
      .flatMap(({ value, from }) => [value, from])
      .filter(anchor => typeof anchor === 'string' && /^[0-9a-f-]{36}$/.test(anchor)),
  ) as string[]

function stepView(
  { stage, outcome, because, problems, values }: TraceStep,
  names: ReadonlyMap<string, string>,
): StepView {
  return {
    stage,
    outcome,
    outcomeText: say(`trace.outcome.${outcome}`),
    question: stageQuestion(stage),
    answer: stageAnswer({ ...because, args: plainArguments(because.args) }),
    problems: problems.map(({ code, args }) => sentence(code, plainArguments(args), 'sync')),
    values: values.map(value => valueView(stage, value, names)),
  }
}

function valueView(
  stage: TraceStage,
  { name, value, from }: TraceValue,
  names: ReadonlyMap<string, string>,
): ValueView {
  const told = (text: string | null | undefined) => {
    if (text === null || text === undefined) return null
    if (name === 'photo') return say('flag.photo.first')
    return name === 'manager' ? (names.get(text) ?? text) : text
  }
  return {
    label: stage === 'found' ? name : labelOf(name),
    value: told(name === 'hold' && value !== null ? sentence(value, {}, 'sync') : value),
    from: told(from),
    changes: from !== undefined,
  }
}

const ownLabels = ['unit', 'rule', 'status', 'accountId', 'hold'] as const
const fields: readonly string[] = [...accountFields, 'active', 'suspended']

/** The directory's names stay as they are; the account's are called as everywhere. */
function labelOf(name: string): string {
  const own = ownLabels.find(label => label === name)
  if (own) return say(`trace.value.${own}`)
  if (fields.includes(name)) return say(`field.${name as 'title'}`)
  return isCustom(name) ? fieldName(name) : name
}
