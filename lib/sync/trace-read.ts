import type { Change } from './change'
import { accountFields } from './change'
import { wanted } from './difference'
import { tellExclusion } from './exclusion-reason'
import type { PersonFacts } from './facts'
import { blockingProblems, nowhere, remarksOn } from './person-change'
import type { ReadTrace, TraceStep, TraceValue } from './trace'
import { notAsked, passed, stepOf } from './trace-step'

/** What was read of the person, in the directory's own words. */
export function foundStep({ facts, object }: ReadTrace, change: Change | null): TraceStep {
  const args = { unit: facts.unit ?? nowhere, status: facts.person.status }
  const values: TraceValue[] = [
    { name: 'dn', value: object.dn },
    ...Object.entries(object.attributes).map(([name, list]) => ({ name, value: list.join(', ') })),
  ]
  return { ...(stepOf('found', change) ?? passed('found', 'found-in-read', args)), values }
}

export function inScopeStep({ facts, rule }: ReadTrace, change: Change | null): TraceStep {
  const { placement } = facts
  const unit = facts.unit ?? nowhere
  const values = [
    { name: 'unit', value: facts.unit },
    { name: 'rule', value: rule },
  ]
  const decided = stepOf('in-scope', change)
  if (decided) return { ...decided, values }
  if (placement === 'in' || placement === 'excluded') {
    const step =
      rule === null
        ? passed('in-scope', 'every-unit-included', { unit })
        : passed('in-scope', 'unit-included', { unit, rule })
    return { ...step, values }
  }
  return {
    stage: 'in-scope',
    outcome: 'stopped',
    because: { code: placement, args: { unit, list: facts.list ?? nowhere } },
    problems: [],
    values,
  }
}

/** The person in the Messenger's words, with everything that is wrong with the values. */
export function mappedStep({ facts }: ReadTrace): TraceStep {
  const blocking = blockingProblems(facts)
  const remarks = remarksOn(facts)
  const values = valuesOf(wanted(facts))
  if (blocking.length === 0)
    return { ...passed('mapped', 'values-usable', { count: values.length }), problems: remarks, values }
  return {
    stage: 'mapped',
    outcome: 'stopped',
    because: { code: 'problem', args: {} },
    problems: [...blocking, ...remarks],
    values,
  }
}

/** Which account is this person's, and which others hold the address. */
export function joinedStep(facts: PersonFacts, change: Change | null): TraceStep {
  const { joined, candidates } = facts
  const account = joined?.account ?? candidates[0] ?? null
  const values = account === null ? [] : [{ name: 'accountId', value: account.id }, ...valuesOf(account.attributes)]
  const decided = stepOf('joined', change)
  if (decided) return { ...decided, values }
  if (joined)
    return {
      ...passed('joined', 'joined-by-guid', {
        account: joined.account.attributes.displayName ?? joined.account.emailKey,
        address: joined.account.emailKey,
      }),
      values,
    }
  if (change?.kind === 'skip') return notAsked('joined', 'account-not-asked')
  const freed = facts.addressFreed ? candidates[0] : undefined
  return freed
    ? { ...passed('joined', 'address-becomes-free', { address: freed.emailKey }), values }
    : passed('joined', 'joined-to-nobody')
}

export function excludedStep(facts: PersonFacts, change: Change | null): TraceStep {
  const { placement, excludedBy, exclusionReason } = facts
  const decided = stepOf('excluded', change)
  if (decided) return { ...decided, values: [{ name: 'rule', value: excludedBy ?? ruleOf(change) }] }
  if (placement === 'in') return passed('excluded', 'no-exclusion')
  if (placement !== 'excluded') return notAsked('excluded', 'exclusion-not-asked')
  const because = { code: 'excluded' as const, args: tellExclusion(excludedBy ?? nowhere, exclusionReason) }
  return { stage: 'excluded', outcome: 'stopped', because, problems: [], values: [] }
}

const ruleOf = (change: Change | null): string | null => {
  const rule = change?.because.args.rule
  return rule === undefined ? null : String(rule)
}

/** Fields with a value, the account's own first and in their order. */
export function valuesOf(values: Readonly<Record<string, unknown>>): TraceValue[] {
  const own: readonly string[] = accountFields
  const names = [...own.filter(name => Object.hasOwn(values, name)), ...Object.keys(values).filter(isOther).sort()]
  return names.flatMap(name => {
    const value = values[name]
    return typeof value === 'string' && value !== '' ? [{ name, value }] : []
  })
}

const isOther = (name: string): boolean => !(accountFields as readonly string[]).includes(name)
