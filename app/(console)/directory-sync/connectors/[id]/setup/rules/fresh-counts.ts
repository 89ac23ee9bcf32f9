import type { CaughtByRule } from '@/lib/connectors/job-request'
import type { Rule } from './rule-list'

/** Of what was counted that which still holds: a rule that changed since is missing. */
export function freshCounts(
  rules: readonly Rule[],
  counted: readonly Rule[],
  found: readonly CaughtByRule[],
): ReadonlyMap<string, CaughtByRule> {
  const before = new Map(counted.map(rule => [rule.id, conditionOf(rule)]))
  const same = new Set(rules.filter(rule => before.get(rule.id) === conditionOf(rule)).map(({ id }) => id))
  return new Map(found.filter(({ id }) => same.has(id)).map(one => [one.id, one]))
}

/** Its name changes nothing about whom a rule catches. */
const conditionOf = ({ field, match, values }: Rule): string => JSON.stringify([field, match, values])
