import type { Budget } from './budget'

/** What an expression computes with: text, whole numbers, truth, lists and tables. */
export type Value = string | bigint | boolean | readonly Value[] | ReadonlyMap<Value, Value>

/** CEL's equality for these values; of different kinds nothing is equal. */
export function equal(one: Value, other: Value, budget: Budget, at: number): boolean {
  if (typeof one === 'string' && typeof other === 'string') budget.takeText(Math.min(one.length, other.length), at)
  if (Array.isArray(one) && Array.isArray(other)) {
    budget.take(one.length, at)
    return one.length === other.length && one.every((item, index) => equal(item, other[index] ?? '', budget, at))
  }
  if (one instanceof Map && other instanceof Map) {
    budget.take(one.size, at)
    return (
      one.size === other.size &&
      [...one].every(([key, item]) => other.has(key) && equal(item, other.get(key), budget, at))
    )
  }
  return one === other
}

export const asText = (value: Value | undefined): string => (typeof value === 'string' ? value : '')
export const asNumber = (value: Value | undefined): bigint => (typeof value === 'bigint' ? value : 0n)
export const asList = (value: Value | undefined): readonly Value[] => (Array.isArray(value) ? value : [])
/** The items of a list, or the keys of a table, which is what CEL's macros go through. */
export const itemsOf = (value: Value): readonly Value[] => (value instanceof Map ? [...value.keys()] : asList(value))
