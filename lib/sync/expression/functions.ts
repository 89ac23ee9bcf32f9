import type { RE2JS } from 're2js'
import type { Budget } from './budget'
import { ExpressionFailure } from './failure'
import { asList, asNumber, asText, equal, type Value } from './values'

/** What a function gets beside its arguments. */
export type Call = {
  budget: Budget
  at: number /** The compiled second argument of `matches`. */
  pattern: RE2JS | null
}

export type ExpressionFunction = {
  /** How it is written, for people. */
  usage: string
  /** CEL signatures. All but those in `known` are declared to the type checker; the others it knows already. */
  signatures: readonly string[]
  run: (args: readonly Value[], call: Call) => Value
}

const text = (usage: string, signatures: readonly string[], run: (text: string, rest: readonly Value[]) => Value) => ({
  usage,
  signatures,
  run: ([first, ...rest]: readonly Value[], { budget, at }: Call) => {
    const value = asText(first)
    budget.takeText(value.length + asText(rest[0]).length, at)
    return run(value, rest)
  },
})

/** A function of text, and the same as a method of the text. */
const both = (name: string, rest: string, gives: string): string[] => [
  `${name}(string${rest === '' ? '' : `, ${rest}`}): ${gives}`,
  `string.${name}(${rest}): ${gives}`,
]

/** Everything an expression may call. Their number is kept small, and each of them says what it costs. */
export const functions: Readonly<Record<string, ExpressionFunction>> = {
  lower: text('lower(text)', both('lower', '', 'string'), value => value.toLowerCase()),
  upper: text('upper(text)', both('upper', '', 'string'), value => value.toUpperCase()),
  trim: text('trim(text)', both('trim', '', 'string'), value => value.trim()),
  contains: text('contains(text, part)', both('contains', 'string', 'bool'), (value, [part]) =>
    value.includes(asText(part)),
  ),
  startsWith: text('startsWith(text, start)', both('startsWith', 'string', 'bool'), (value, [start]) =>
    value.startsWith(asText(start)),
  ),
  endsWith: text('endsWith(text, end)', both('endsWith', 'string', 'bool'), (value, [end]) =>
    value.endsWith(asText(end)),
  ),
  matches: {
    usage: 'matches(text, pattern)',
    signatures: both('matches', 'string', 'bool'),
    run: ([first], { budget, at, pattern }) => {
      const value = asText(first)
      // RE2 goes through the text once, and at each character through as much of the pattern as still may match.
      budget.take(Math.ceil((value.length * (pattern?.programSize() ?? 1)) / 4), at)
      return pattern?.matcher(value).find() ?? false
    },
  },
  size: {
    usage: 'size(text or list)',
    signatures: [...both('size', '', 'int'), 'size(list): int', 'list.size(): int'],
    run: ([value], { budget, at }) => {
      if (typeof value !== 'string') return BigInt(asList(value).length)
      budget.takeText(value.length, at)
      return BigInt([...value].length)
    },
  },
  substring: {
    usage: 'substring(text, from, to)',
    signatures: [...both('substring', 'int', 'string'), ...both('substring', 'int, int', 'string')],
    run: ([value, from, to], { budget, at }) => {
      budget.takeText(asText(value).length, at)
      // Characters, not the halves of which some of them consist.
      const characters = [...asText(value)]
      const start = Number(asNumber(from))
      const end = to === undefined ? characters.length : Number(asNumber(to))
      if (start < 0 || end < start || end > characters.length) throw new ExpressionFailure('missing', at)
      return characters.slice(start, end).join('')
    },
  },
  split: {
    usage: 'split(text, separator)',
    signatures: both('split', 'string', 'list<string>'),
    run: ([value, separator], { budget, at }) => {
      budget.takeText(asText(value).length, at)
      const parts = asText(separator) === '' ? [...asText(value)] : asText(value).split(asText(separator))
      budget.take(parts.length, at)
      return parts
    },
  },
  join: {
    usage: 'join(list, separator)',
    signatures: ['join(list<string>, string): string', 'list<string>.join(string): string'],
    run: ([list, separator], { budget, at }) => {
      const parts = asList(list).map(asText)
      const length = parts.reduce((sum, part) => sum + part.length + asText(separator).length, 0)
      budget.take(parts.length, at)
      budget.takeText(length, at)
      return parts.join(asText(separator))
    },
  },
  replace: {
    usage: 'replace(text, find, replacement)',
    signatures: both('replace', 'string, string', 'string'),
    run: ([value, find, replacement], { budget, at }) => {
      const [whole, wanted, instead] = [asText(value), asText(find), asText(replacement)]
      budget.takeText(whole.length, at)
      if (wanted === '') return whole
      const parts = whole.split(wanted)
      budget.take(parts.length, at)
      budget.takeText(parts.length * instead.length, at)
      return parts.join(instead)
    },
  },
  firstOf: {
    usage: 'firstOf(text, text, …) or firstOf(list)',
    signatures: [
      ...[2, 3, 4, 5, 6, 7, 8].map(count => `firstOf(${Array(count).fill('string').join(', ')}): string`),
      'firstOf(list<string>): string',
      'list<string>.firstOf(): string',
    ],
    run: ([first, ...rest], { budget, at }) => {
      const candidates = Array.isArray(first) ? first : [first, ...rest]
      budget.take(candidates.length, at)
      return candidates.map(asText).find(candidate => candidate.trim() !== '') ?? ''
    },
  },
  lookup: {
    usage: 'lookup(text, table, otherwise)',
    signatures: ['lookup(string, map<string, string>, string): string'],
    run: ([key, table, otherwise]) => asText(table instanceof Map && table.has(key) ? table.get(key) : otherwise),
  },
  string: {
    usage: 'string(number)',
    signatures: ['string(int): string', 'string(bool): string', 'string(string): string'],
    run: ([value]) => String(value ?? ''),
  },
}

/** Of one kind, so that `in` and `==` mean the same. */
export function holds(container: Value, item: Value, { budget, at }: Pick<Call, 'budget' | 'at'>): boolean {
  if (container instanceof Map) return container.has(item)
  const list = asList(container)
  budget.take(list.length, at)
  return list.some(other => equal(other, item, budget, at))
}
