import type { CompiledMessage } from 'icu-minify/format'
import format from 'icu-minify/format'
import type messages from './en.json'

type Leaves<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${Leaves<T[K]>}`
}[keyof T & string]

/** The keys of `en.json`, dots between their parts. */
export type Key = Leaves<typeof messages>
export type Values = Record<string, string | number | Date>

/** Messages as they are given to the browser: parsed, in the shape of `en.json`. */
export type Words = { [part: string]: Words | CompiledMessage }

const kept = new Map<string, unknown>()

/** Making one of `Intl`'s formats takes longer than a thousand times of using it. */
function once<A extends unknown[], F>(name: string, make: (...of: A) => F): (...of: A) => F {
  return (...of) => {
    const key = JSON.stringify([name, of])
    const format = (kept.get(key) as F | undefined) ?? make(...of)
    kept.set(key, format)
    return format
  }
}

const formatters = {
  getNumberFormat: once(
    'number',
    (...of: ConstructorParameters<typeof Intl.NumberFormat>) => new Intl.NumberFormat(...of),
  ),
  getDateTimeFormat: once(
    'date',
    (...of: ConstructorParameters<typeof Intl.DateTimeFormat>) => new Intl.DateTimeFormat(...of),
  ),
  getPluralRules: once(
    'plural',
    (...of: ConstructorParameters<typeof Intl.PluralRules>) => new Intl.PluralRules(...of),
  ),
}

const isPart = (words: Words | CompiledMessage | undefined): words is Words =>
  typeof words === 'object' && !Array.isArray(words)

/** What stands at a key: a message, or all those that begin with it. */
export function at(words: Words, key: string): Words | CompiledMessage | undefined {
  const step = (place: Words | CompiledMessage | undefined, part: string) =>
    isPart(place) && Object.hasOwn(place, part) ? place[part] : undefined
  return key.split('.').reduce<Words | CompiledMessage | undefined>(step, words)
}

/** Both together; where both have a message, the second one's. */
export function merged(first: Words, second: Words): Words {
  const both = Object.entries(second).map(([part, value]) => {
    const other = first[part]
    return [part, isPart(value) && isPart(other) ? merged(other, value) : value]
  })
  return { ...first, ...Object.fromEntries(both) }
}

/** The message of a key with its values filled in; the key itself where nobody has said what it means. */
export function filled(words: Words, language: string, key: string, values: Values = {}): string {
  const message = at(words, key)
  if (message === undefined || isPart(message)) return key
  return format(message, language, values as Record<string, string>, { formatters, timeZone: 'UTC' }) as string
}
