import type { FilterItem, SearchFilter } from '@/lib/directory/formats/search-filter'

/** What a condition asks of an attribute. */
export const conditionTests = [
  'is',
  'is-not',
  'contains',
  'contains-not',
  'starts-with',
  'ends-with',
  'present',
  'absent',
  'at-least',
  'at-most',
] as const
export type ConditionTest = (typeof conditionTests)[number]

export type Condition = { attribute: string; test: ConditionTest; value: string }
/** An inclusion rule as conditions: all of them, or any. */
export type VisualRule = { join: 'all' | 'any'; conditions: Condition[] }

/** Whether a condition compares with a value. */
export const hasValue = (test: ConditionTest): boolean => test !== 'present' && test !== 'absent'

/** The filter that says what the conditions say. */
export function toFilter({ join, conditions }: VisualRule): SearchFilter {
  const parts = conditions.map(conditionFilter)
  const [first] = parts
  if (first && parts.length === 1) return first
  return { kind: join === 'all' ? 'and' : 'or', parts }
}

const none = { initial: '', any: [], final: '' }

function conditionFilter({ attribute, test, value }: Condition): SearchFilter {
  const not = (part: SearchFilter): SearchFilter => ({ kind: 'not', part })
  switch (test) {
    case 'is':
      return { kind: 'equal', attribute, value }
    case 'is-not':
      return not({ kind: 'equal', attribute, value })
    case 'contains':
      return { kind: 'substrings', attribute, ...none, any: [value] }
    case 'contains-not':
      return not({ kind: 'substrings', attribute, ...none, any: [value] })
    case 'starts-with':
      return { kind: 'substrings', attribute, ...none, initial: value }
    case 'ends-with':
      return { kind: 'substrings', attribute, ...none, final: value }
    case 'present':
      return { kind: 'present', attribute }
    case 'absent':
      return not({ kind: 'present', attribute })
    default:
      return { kind: test, attribute, value }
  }
}

/** The conditions that a filter consists of; null for one that says more than conditions can. */
export function toVisual(filter: SearchFilter): VisualRule | null {
  const join = filter.kind === 'or' ? 'any' : 'all'
  const parts = filter.kind === 'and' || filter.kind === 'or' ? filter.parts : [filter]
  const conditions = parts.map(conditionOf)
  return conditions.every(condition => condition !== null) ? { join, conditions } : null
}

function conditionOf(filter: SearchFilter): Condition | null {
  if (filter.kind !== 'not') return isItem(filter) ? plainCondition(filter) : null
  const inner = isItem(filter.part) ? plainCondition(filter.part) : null
  const test = inner === null ? undefined : opposites[inner.test]
  return inner === null || test === undefined ? null : { ...inner, test }
}

const isItem = (filter: SearchFilter): filter is FilterItem =>
  filter.kind !== 'and' && filter.kind !== 'or' && filter.kind !== 'not'

const opposites: Partial<Record<ConditionTest, ConditionTest>> = {
  is: 'is-not',
  contains: 'contains-not',
  present: 'absent',
}

function plainCondition(item: FilterItem): Condition | null {
  const { attribute } = item
  switch (item.kind) {
    case 'equal':
      return { attribute, test: 'is', value: item.value }
    case 'present':
      return { attribute, test: 'present', value: '' }
    case 'at-least':
    case 'at-most':
      return { attribute, test: item.kind, value: item.value }
    case 'substrings':
      return substringCondition(item)
    default:
      return null
  }
}

function substringCondition({ attribute, initial, any, final }: FilterItem & { kind: 'substrings' }): Condition | null {
  const [middle] = any
  if (initial !== '' && any.length === 0 && final === '') return { attribute, test: 'starts-with', value: initial }
  if (initial === '' && any.length === 0 && final !== '') return { attribute, test: 'ends-with', value: final }
  if (initial === '' && any.length === 1 && final === '' && middle)
    return { attribute, test: 'contains', value: middle }
  return null
}
