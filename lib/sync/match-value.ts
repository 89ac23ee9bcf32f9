import { RE2JS, RE2JSException } from 're2js'
import type { MatchType } from '@/lib/settings/exclusions'

/** Whether one of a field's values meets a condition. */
export type Matcher = (values: readonly string[]) => boolean

/** What is compared: NFKC, so that look-alike forms are one, and lower case of no particular language. */
const folded = (text: string): string => text.normalize('NFKC').toLowerCase()

/**
 * Compiles a condition. A field without a value meets none. Patterns run in linear time (RE2), whoever wrote them.
 * @throws Error for a pattern that is none; see `patternFault`
 */
export function compileMatch(match: MatchType, wanted: readonly string[]): Matcher {
  const texts = wanted.map(folded)
  const [first = ''] = texts
  switch (match) {
    case 'exact':
      return values => values.some(value => folded(value) === first)
    case 'one-of': {
      const set = new Set(texts)
      return values => values.some(value => set.has(folded(value)))
    }
    case 'contains':
      return values => values.some(value => folded(value).includes(first))
    case 'starts-with':
      return values => values.some(value => folded(value).startsWith(first))
    case 'pattern': {
      const pattern = RE2JS.compile(wanted[0] ?? '', RE2JS.CASE_INSENSITIVE)
      return values => values.some(value => pattern.matcher(value.normalize('NFKC')).find())
    }
  }
}

/** Why a pattern cannot be used, in RE2's words; null = it can. */
export function patternFault(pattern: string): string | null {
  try {
    RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE)
    return null
  } catch (error) {
    if (error instanceof RE2JSException) return error.message
    throw error
  }
}
