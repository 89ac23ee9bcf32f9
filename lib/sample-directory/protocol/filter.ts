import { Ber, type BerReader } from 'ldapts'

/** A search filter as it arrives (RFC 4511 §4.5.1.7); values stay bytes, because a GUID is no text. */
export type Filter =
  | { kind: 'and' | 'or'; parts: Filter[] }
  | { kind: 'not'; part: Filter }
  | { kind: 'equal' | 'greater' | 'less' | 'approx'; attribute: string; value: Buffer }
  | { kind: 'present'; attribute: string }
  | { kind: 'substrings'; attribute: string; initial: Buffer | null; any: Buffer[]; final: Buffer | null }
  | { kind: 'extensible'; attribute: string | null; rule: string | null; value: Buffer; ofDn: boolean }

/** What is not a filter, or nested deeper than a person writes. The connection answers with protocolError. */
class FilterFault extends Error {}

const deepest = 60
const comparisons = { 163: 'equal', 165: 'greater', 166: 'less', 168: 'approx' } as const

/** Reads a filter where the reader stands. @throws FilterFault */
export function readFilter(reader: BerReader, depth = 0): Filter {
  if (depth > deepest) throw new FilterFault('The filter is nested too deeply')
  const tag = reader.peek()
  if (tag === 0x87) return { kind: 'present', attribute: text(reader, 0x87) }
  if (tag === null || reader.readSequence() === null) throw new FilterFault('The filter is cut short')
  const end = reader.offset + reader.length
  const parts = () => {
    const list: Filter[] = []
    while (reader.offset < end) list.push(readFilter(reader, depth + 1))
    return list
  }
  switch (tag) {
    case 0xa0:
      return { kind: 'and', parts: parts() }
    case 0xa1:
      return { kind: 'or', parts: parts() }
    case 0xa2:
      return { kind: 'not', part: readFilter(reader, depth + 1) }
    case 0xa3:
    case 0xa5:
    case 0xa6:
    case 0xa8:
      return { kind: comparisons[tag], attribute: text(reader, Ber.OctetString), value: bytes(reader, Ber.OctetString) }
    case 0xa4:
      return readSubstrings(reader)
    case 0xa9:
      return readExtensible(reader, end)
    default:
      throw new FilterFault(`0x${tag.toString(16)} is not a filter`)
  }
}

function readSubstrings(reader: BerReader): Filter {
  const attribute = text(reader, Ber.OctetString)
  reader.readSequence()
  const end = reader.offset + reader.length
  const filter: Filter & { kind: 'substrings' } = { kind: 'substrings', attribute, initial: null, any: [], final: null }
  while (reader.offset < end) {
    const tag = reader.peek() ?? 0
    const value = bytes(reader, tag)
    if (tag === 0x80) filter.initial = value
    else if (tag === 0x81) filter.any.push(value)
    else filter.final = value
  }
  return filter
}

function readExtensible(reader: BerReader, end: number): Filter {
  const filter: Filter & { kind: 'extensible' } = {
    ...{ kind: 'extensible', attribute: null, rule: null, value: Buffer.alloc(0), ofDn: false },
  }
  while (reader.offset < end) {
    const tag = reader.peek()
    if (tag === 0x81) filter.rule = text(reader, 0x81)
    else if (tag === 0x82) filter.attribute = text(reader, 0x82)
    else if (tag === 0x83) filter.value = bytes(reader, 0x83)
    else filter.ofDn = (bytes(reader, 0x84)[0] ?? 0) !== 0
  }
  return filter
}

function bytes(reader: BerReader, tag: number): Buffer {
  const value = reader.readString(tag, true)
  if (value === null) throw new FilterFault('The filter is cut short')
  return value
}
const text = (reader: BerReader, tag: number) => bytes(reader, tag).toString()

/** The filter as text (RFC 4515), for the record of operations. */
export function writeFilter(filter: Filter): string {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return `(${filter.kind === 'and' ? '&' : '|'}${filter.parts.map(writeFilter).join('')})`
    case 'not':
      return `(!${writeFilter(filter.part)})`
    case 'present':
      return `(${filter.attribute}=*)`
    case 'substrings': {
      const middle = [...filter.any, filter.final ?? Buffer.alloc(0)].map(escapeValue)
      return `(${filter.attribute}=${escapeValue(filter.initial ?? Buffer.alloc(0))}*${middle.join('*')})`
    }
    case 'extensible':
      return `(${filter.attribute ?? ''}${filter.ofDn ? ':dn' : ''}${filter.rule ? `:${filter.rule}` : ''}:=${escapeValue(filter.value)})`
    default: {
      const sign = { equal: '=', greater: '>=', less: '<=', approx: '~=' }[filter.kind]
      return `(${filter.attribute}${sign}${escapeValue(filter.value)})`
    }
  }
}

/** Bytes that are not UTF-8 are written as pairs, special signs escaped. */
function escapeValue(value: Buffer): string {
  const plain = value.toString()
  if (!Buffer.from(plain).equals(value)) return value.toString('hex').replace(/../g, '\\$&')
  return plain.replace(/[\\*()\0]/g, sign => `\\${sign.charCodeAt(0).toString(16).padStart(2, '0')}`)
}
