import type { Change } from './change'
import { decideAbsent } from './decide-absent'
import { decidePerson } from './decide-person'
import { nowhere } from './person-change'
import type { AbsentTrace, GoneTrace, KeptTrace, ReadTrace, Trace, TraceFacts } from './trace'
import { nothingStep, plannedStep, safetyStep } from './trace-plan'
import { excludedStep, foundStep, inScopeStep, joinedStep, mappedStep } from './trace-read'
import { notAsked, stepOf } from './trace-step'

/**
 * How a person came to what happens to them. It asks the functions that decide, and tells what they were asked with: no
 * rule stands here a second time. Pure.
 */
export function tracePerson(facts: TraceFacts): Trace {
  switch (facts.kind) {
    case 'read':
      return traceRead(facts)
    case 'absent':
      return traceAbsent(facts)
    case 'kept':
      return traceKept(facts)
    case 'gone':
      return traceGone(facts)
  }
}

function traceRead(traced: ReadTrace): Trace {
  const { facts, outcome, seen } = traced
  const change = decidePerson(facts)
  const account = facts.joined?.account ?? null
  return {
    anchor: facts.person.anchor,
    displayName: facts.person.attributes.displayName ?? account?.attributes.displayName ?? '',
    email: facts.person.emailKey ?? account?.attributes.email ?? null,
    unit: facts.unit,
    change,
    steps: [
      foundStep(traced, change),
      inScopeStep(traced, change),
      mappedStep(traced),
      joinedStep(facts, change),
      excludedStep(facts, change),
      change === null ? nothingStep(facts) : plannedStep(change, seen),
      safetyStep(change, outcome),
    ],
  }
}

function traceAbsent({ facts, outcome }: AbsentTrace): Trace {
  const change = decideAbsent(facts)
  const { account, lookUp, join } = facts
  const seen = lookUp !== null && lookUp !== 'failed' ? lookUp : null
  const unit = seen?.unit ?? join.unit
  return {
    anchor: facts.anchor,
    displayName: account.attributes.displayName ?? '',
    email: account.attributes.email,
    unit,
    change,
    steps: [
      stepOf('found', change) ?? {
        ...notAsked('found', 'not-delivered', { unit: unit ?? nowhere }),
        outcome: 'stopped',
        values: [{ name: 'status', value: seen?.status ?? null }],
      },
      stepOf('in-scope', change) ?? notAsked('in-scope', 'unit-not-asked'),
      notAsked('mapped', 'values-not-asked'),
      stepOf('joined', change) ?? joinedByGuid(account.attributes.displayName, account.emailKey),
      stepOf('excluded', change) ?? notAsked('excluded', 'exclusion-not-asked'),
      change === null ? alreadyDone : plannedStep(change, 'then'),
      safetyStep(change, outcome),
    ],
  }
}

const joinedByGuid = (name: string | null, address: string) => ({
  ...notAsked('joined', 'joined-by-guid', { account: name ?? address, address }),
  outcome: 'passed' as const,
})
const alreadyDone = { ...notAsked('planned', 'already-done'), outcome: 'passed' as const }

function traceKept({ change, outcome }: KeptTrace): Trace {
  const earlier = (['found', 'in-scope', 'mapped', 'joined', 'excluded'] as const).map(
    stage => stepOf(stage, change) ?? notAsked(stage, 'read-not-kept'),
  )
  return { ...named(change), change, steps: [...earlier, plannedStep(change, 'then'), safetyStep(change, outcome)] }
}

const named = ({ anchor, displayName, email, unit }: Change) => ({ anchor, displayName, email, unit })

function traceGone({ kind: _kind, ...person }: GoneTrace): Trace {
  return {
    ...person,
    change: null,
    steps: [
      { ...notAsked('found', 'not-delivered', { unit: person.unit ?? nowhere }), outcome: 'stopped' },
      notAsked('in-scope', 'unit-not-asked'),
      notAsked('mapped', 'values-not-asked'),
      joinedByGuid(person.displayName, person.email ?? nowhere),
      notAsked('excluded', 'exclusion-not-asked'),
      alreadyDone,
      safetyStep(null, null),
    ],
  }
}
