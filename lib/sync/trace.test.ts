import * as fc from 'fast-check'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { env } from '@/lib/env'
import { verdict } from '@/lib/words/trace-words'
import { type Change, type Hold, isAction } from './change'
import { applyPlan } from './testing/apply-plan'
import {
  aCandidate,
  aJoinedPerson,
  anAbsentPerson,
  anObject,
  aPerson,
  aStranger,
  joinedTo,
  testNow,
} from './testing/builders'
import { story } from './testing/stories'
import { type Plan, planWorld } from './testing/world'
import type { ReadTrace, Trace, TraceOutcome } from './trace'
import { tracePerson } from './trace-person'
import { stageOf, traceStages } from './trace-stage'

const times = env().ENROLLMENT_TEST_RUNS
const seed = 20270301
vi.setConfig({ testTimeout: 30_000 * times })

const object = anObject()
const rule = null
const outcome: TraceOutcome = { state: 'planned', holds: [], waits: null }
const read = (facts: ReadTrace['facts'], more: Partial<ReadTrace> = {}) =>
  tracePerson({ kind: 'read', facts, object, rule, outcome, seen: 'then', ...more })
const step = (trace: Trace, stage: (typeof traceStages)[number]) => trace.steps.find(one => one.stage === stage)

const yesterday = new Date(testNow.getTime() - 86_400_000)
const seen = new Set<string>()
const stages = traceStages.join()

/** What every trace keeps, whoever it is about. */
function holdsFor(trace: Trace, change: Change | undefined) {
  expect(trace.change).toEqual(change ?? null)
  expect(trace.steps.map(one => one.stage).join()).toBe(stages)
  if (change === undefined) return
  seen.add(change.because.code)
  // The reason that stands in the plan is told by the stage whose fact it names, and by nobody before it as a stop.
  const decided = trace.steps.find(one => one.stage === stageOf[change.because.code])
  expect(decided?.because).toEqual(change.because)
  expect(step(trace, 'planned')?.because).toEqual(change.because)
  expect(step(trace, 'planned')?.outcome).toBe(isAction(change.kind) ? 'passed' : 'stopped')
}

function tracesAgree(plan: Plan) {
  const changes = new Map(plan.changes.map(change => [change.anchor, change]))
  for (const facts of plan.facts) holdsFor(read(facts), changes.get(facts.person.anchor))
  for (const facts of plan.absences)
    holdsFor(tracePerson({ kind: 'absent', facts, outcome }), changes.get(facts.anchor))
}

describe('a trace', () => {
  test('agrees with the plan about everybody, over generated directories', () => {
    fc.assert(
      fc.property(story, ({ before, after, messenger, meanwhile, settings, laterSettings }) => {
        const first = planWorld(before, messenger, settings, yesterday)
        tracesAgree(first)
        const carriedOut = applyPlan(first, messenger, before, yesterday).messenger
        tracesAgree(planWorld(after, meanwhile(carriedOut), laterSettings, testNow))
      }),
      { numRuns: 200 * times, seed, plugins: [fc.unbiased()] },
    )
  })
  afterAll(() => {
    expect([...seen].sort()).toEqual(
      expect.arrayContaining([
        'new-in-scope',
        'problem',
        'not-in-scope',
        'excluded',
        'attributes-differ',
        'absent-first-time',
      ]),
    )
  })

  test('shows what the directory said, what became of it, and from what to what', () => {
    const facts = joinedTo({}, { person: aPerson({ attributes: { ...aPerson().attributes, title: 'Countess' } }) })
    const trace = read(facts)
    expect(step(trace, 'found')?.values).toContainEqual({ name: 'mail', value: 'ada@example.com' })
    expect(step(trace, 'mapped')?.values).toContainEqual({ name: 'title', value: 'Countess' })
    expect(step(trace, 'joined')).toMatchObject({ outcome: 'passed', because: { code: 'joined-by-guid' } })
    expect(step(trace, 'planned')?.values).toEqual([{ name: 'title', value: 'Countess', from: null }])
  })

  test('names the unit rule that decided', () => {
    expect(step(read(aStranger(), { rule: 'OU=People' }), 'in-scope')?.because).toEqual({
      code: 'unit-included',
      args: { unit: 'OU=People,DC=example,DC=com', rule: 'OU=People' },
    })
    expect(step(read(aStranger({ placement: 'not-in-scope' })), 'in-scope')).toMatchObject({
      outcome: 'stopped',
      because: { code: 'not-in-scope' },
    })
  })

  test('tells every problem of a person, and of a disabled one too', () => {
    const problems = [{ code: 'mail-missing' as const, args: {} }]
    const person = aPerson({ status: 'disabled', emailKey: null, problems })
    expect(step(read(aStranger({ person })), 'mapped')).toMatchObject({ outcome: 'stopped', problems })
    expect(step(read(aStranger({ person })), 'found')).toMatchObject({
      outcome: 'stopped',
      because: { code: 'disabled-never-joined' },
    })
  })

  test('says whose the account is that stands in the way', () => {
    const trace = read(aStranger({ candidates: [aCandidate({ role: 'owner' })] }))
    expect(step(trace, 'joined')).toMatchObject({ outcome: 'stopped', because: { code: 'account-privileged' } })
    expect(step(trace, 'joined')?.values).toContainEqual({ name: 'accountId', value: 'account-unmanaged' })
  })

  const removals: Hold = { code: 'removals-over-limit', covers: 'removals', args: { removals: 9, linked: 9, limit: 5 } }
  const everything: Hold = { code: 'empty-read', covers: 'everything', args: { linked: 9 } }
  const leaver = joinedTo({}, { person: aPerson({ status: 'disabled' }) })
  test.each([
    ['a leaver, by the limit', leaver, { state: 'held', holds: [removals] }, 'removals-over-limit'],
    [
      'a newcomer, by what holds everything',
      aStranger(),
      { state: 'held', holds: [removals, everything] },
      'empty-read',
    ],
    ['what depends on a held change', aStranger(), { state: 'held', holds: [removals] }, 'depends-on-held'],
    ['what was carried out', aStranger(), { state: 'applied', holds: [removals] }, 'carried-out'],
    ['what failed', aStranger(), { state: 'failed', holds: [] }, 'could-not-be-carried-out'],
    ['what waits since the approval', aStranger(), { state: 'left', holds: [] }, 'changed-since-approval'],
    ['what is nothing', aJoinedPerson(), { state: 'noted', holds: [everything] }, 'nothing-to-hold'],
  ] as const)('says what the gate made of %s', (_, facts, { state, holds }, code) => {
    const trace = read(facts, { outcome: { state, holds, waits: null } })
    expect(step(trace, 'safety')?.because.code).toBe(code)
  })

  test.each(['held', 'left'] as const)('says for what a change waits that is %s', state => {
    const waits = { code: 'depends-on-held' as const, args: {} }
    const trace = read(aStranger(), { outcome: { state, holds: [everything], waits } })
    expect(step(trace, 'safety')).toMatchObject({ outcome: 'stopped', because: waits })
    expect(step(trace, 'planned')?.because.code).toBe('new-in-scope')
  })

  test('of somebody who is gone tells what the look-up said', () => {
    const trace = tracePerson({ kind: 'absent', facts: anAbsentPerson({ lookUp: 'failed' }), outcome })
    expect(step(trace, 'found')).toMatchObject({ outcome: 'stopped', because: { code: 'look-up-failed' } })
  })

  test('of a run whose read is no longer kept still tells what was decided, and where', () => {
    const change = read(aStranger({ placement: 'not-in-scope' })).change
    if (change === null) throw new Error('There is a row about a stranger')
    const trace = tracePerson({ kind: 'kept', change, outcome })
    expect(trace.change).toBe(change)
    expect(step(trace, 'in-scope')?.because.code).toBe('not-in-scope')
    expect(step(trace, 'found')?.because.code).toBe('read-not-kept')
  })

  test.each([
    ['out of scope', { placement: 'not-in-scope' }, { why: 'scope', how: 'deactivated' }],
    ['disabled', { person: aPerson({ status: 'disabled' }) }, { why: 'disabled', how: 'deactivated' }],
  ] as const)('about somebody %s and deactivated already says so', (_, facts, args) => {
    const trace = read(joinedTo({ blockedBySync: true, blockedBecause: 'unit-not-included' }, facts))
    expect(trace.change).toBeNull()
    expect(step(trace, 'planned')?.because).toEqual({ code: 'taken-already', args })
    expect(verdict(trace)).toMatch(/^Nothing\. They are .* in Messenger is already deactivated\.$/)
  })

  test('about somebody in whom the run saw nothing different says so, whatever happened since', () => {
    const facts = joinedTo({}, { person: aPerson({ attributes: { ...aPerson().attributes, title: 'Countess' } }) })
    expect(step(read(facts, { seen: 'since' }), 'planned')?.because.code).toBe('different-since')
    expect(step(read(aJoinedPerson(), { seen: 'since' }), 'planned')?.because.code).toBe('nothing-different')
  })
})
