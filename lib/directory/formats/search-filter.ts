import { cutText } from './cut-text'

/** A search filter in its text form (RFC 4515), understood; values are text with their escapes resolved. */
export type SearchFilter =
  | { kind: 'and' | 'or'; parts: SearchFilter[] }
  | { kind: 'not'; part: SearchFilter }
  | FilterItem

/** One assertion about one attribute. */
export type FilterItem =
  | { kind: 'present'; attribute: string }
  | { kind: 'equal' | 'approx' | 'at-least' | 'at-most'; attribute: string; value: string }
  | { kind: 'substrings'; attribute: string; initial: string; any: string[]; final: string }
  | { kind: 'extensible'; attribute: string; rule: string | null; value: string }

export const filterSyntaxCodes = [
  'filter-missing',
  'filter-too-large',
  'filter-parenthesis-missing',
  'filter-unfinished',
  'filter-left-over',
  'filter-part-missing',
  'filter-not-one',
  'filter-attribute-invalid',
  'filter-operator-missing',
  'filter-escape-invalid',
  'filter-value-not-text',
  'filter-whole-dn',
  'filter-attribute-missing',
] as const
export type FilterSyntaxCode = (typeof filterSyntaxCodes)[number]

/** What is wrong with a filter, and where: the position counts characters from 1. */
export type FilterSyntaxFault = { code: FilterSyntaxCode; args: { position: number; text: string } }

/** Longer, deeper or with more parts than this a filter is refused: nobody could tell what it says. */
const most = { characters: 4_096, depth: 20, items: 200 }

/**
 * Reads a filter as RFC 4515 §3 writes it. White space around parentheses does not count, as people fold long filters.
 * Attribute options, empty lists (RFC 4526) and values that are no UTF-8 are refused.
 */
export function parseSearchFilter(text: string): { filter: SearchFilter } | { fault: FilterSyntaxFault } {
  const reader = new FilterReader(text)
  try {
    return { filter: reader.whole() }
  } catch (error) {
    if (error instanceof Wrong) return { fault: error.fault }
    throw error
  }
}

/** The attributes that a filter names, as written, each once without regard to case. */
export function filterAttributes(filter: SearchFilter): string[] {
  const names = itemsOf(filter).map(({ attribute }) => attribute)
  return [...new Map(names.map(name => [name.toLowerCase(), name])).values()]
}

export function itemsOf(filter: SearchFilter): FilterItem[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.parts.flatMap(itemsOf)
    case 'not':
      return itemsOf(filter.part)
    default:
      return [filter]
  }
}

class Wrong extends Error {
  constructor(readonly fault: FilterSyntaxFault) {
    super(fault.code)
  }
}

const attribute = /^(?:[A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+)$/
const ruleName = /^(?:[A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+)$/

class FilterReader {
  private at = 0
  private items = 0

  constructor(private readonly text: string) {}

  whole(): SearchFilter {
    if (this.text.trim() === '') throw this.wrong('filter-missing')
    if (this.text.length > most.characters) throw this.wrong('filter-too-large')
    const filter = this.filter(1)
    if (this.at < this.text.length) throw this.wrong('filter-left-over')
    return filter
  }

  private filter(depth: number): SearchFilter {
    if (depth > most.depth) throw this.wrong('filter-too-large')
    this.skipSpace()
    if (this.text[this.at] !== '(') throw this.wrong('filter-parenthesis-missing')
    this.at++
    this.skipSpace()
    const filter = this.inside(depth)
    this.skipSpace()
    if (this.text[this.at] !== ')')
      throw this.wrong(this.at < this.text.length ? 'filter-not-one' : 'filter-unfinished')
    this.at++
    this.skipSpace()
    return filter
  }

  private inside(depth: number): SearchFilter {
    const sign = this.text[this.at]
    if (sign !== '&' && sign !== '|' && sign !== '!') return this.item()
    this.at++
    this.skipSpace()
    if (sign === '!') return { kind: 'not', part: this.filter(depth + 1) }
    const parts: SearchFilter[] = []
    while (this.text[this.at] === '(') parts.push(this.filter(depth + 1))
    if (parts.length === 0) throw this.wrong(this.at < this.text.length ? 'filter-part-missing' : 'filter-unfinished')
    return { kind: sign === '&' ? 'and' : 'or', parts }
  }

  private item(): FilterItem {
    if (++this.items > most.items) throw this.wrong('filter-too-large')
    const start = this.at
    const end = this.endOfItem()
    const equals = this.text.indexOf('=', start)
    if (equals < 0 || equals >= end) throw this.wrong('filter-operator-missing')
    const before = this.text.slice(start, equals)
    const sign = /[~<>:]$/.exec(before)?.[0] ?? ''
    const name = before.slice(0, before.length - sign.length).trim()
    this.at = equals + 1
    const raw = this.text.slice(this.at, end)
    const found = sign === ':' ? this.extensible(name, raw, start) : this.simple(sign, this.named(name, start), raw)
    this.at = end
    return found
  }

  /** A value ends at the next parenthesis: inside it one is escaped. */
  private endOfItem(): number {
    const end = this.text.slice(this.at).search(/[()]/)
    return end < 0 ? this.text.length : this.at + end
  }

  private simple(sign: string, name: string, raw: string): FilterItem {
    if (sign === '' && raw.includes('*')) return this.pattern(name, raw)
    const value = this.value(raw, this.at)
    const kind = ({ '': 'equal', '~': 'approx', '>': 'at-least', '<': 'at-most' } as const)[sign] ?? 'equal'
    return { kind, attribute: name, value }
  }

  private pattern(name: string, raw: string): FilterItem {
    if (raw.trim() === '*') return { kind: 'present', attribute: name }
    const pieces = raw.split('*')
    const starts = pieces.map((_, index) => this.at + pieces.slice(0, index).join('*').length + (index > 0 ? 1 : 0))
    const values = pieces.map((piece, index) => this.value(piece, starts[index] ?? this.at))
    const [initial = '', final = ''] = [values[0], values.at(-1)]
    return { kind: 'substrings', attribute: name, initial, any: values.slice(1, -1).filter(Boolean), final }
  }

  /** `attr:=value` or `attr:rule:=value`; the colon before the equals sign is taken off already. */
  private extensible(head: string, raw: string, start: number): FilterItem {
    const [name = '', ...more] = head.split(':').map(piece => piece.trim())
    const [rule = null, ...rest] = more
    if (name === '') throw this.wrong('filter-attribute-missing', start)
    if (more.some(piece => piece.toLowerCase() === 'dn')) throw this.wrong('filter-whole-dn', start)
    if (rest.length > 0 || (rule !== null && !ruleName.test(rule))) throw this.wrong('filter-operator-missing', start)
    return { kind: 'extensible', attribute: this.named(name, start), rule, value: this.value(raw, this.at) }
  }

  private named(name: string, start: number): string {
    if (!attribute.test(name) || name.length > 100) throw this.wrong('filter-attribute-invalid', start, name)
    return name
  }

  private value(raw: string, start: number): string {
    const bytes: Buffer[] = []
    for (let at = 0; at < raw.length; ) {
      const found = raw.indexOf('\\', at)
      const end = found < 0 ? raw.length : found
      bytes.push(Buffer.from(raw.slice(at, end)))
      at = end
      if (found < 0) break
      const hex = raw.slice(at + 1, at + 3)
      if (!/^[0-9A-Fa-f]{2}$/.test(hex)) throw this.wrong('filter-escape-invalid', start + at)
      bytes.push(Buffer.from(hex, 'hex'))
      at += 3
    }
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(bytes)).normalize('NFC')
    } catch {
      throw this.wrong('filter-value-not-text', start)
    }
  }

  private skipSpace(): void {
    while (/\s/.test(this.text[this.at] ?? '')) this.at++
  }

  private wrong(code: FilterSyntaxCode, at = this.at, text = this.text.slice(at, at + 20)): Wrong {
    return new Wrong({ code, args: { position: Math.min(at, this.text.length) + 1, text: cutText(text, 40) } })
  }
}
