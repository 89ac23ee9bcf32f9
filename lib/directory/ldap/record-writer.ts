import { binaryAttributes, textOfBytes } from '../binary-values'
import { attributeOrder, blockFields } from '../object-block'
import { ownDnKey } from '../stored-dn-key'
import { textArrayBytes } from '../text-array'
import { longestValue, normalizeValues } from '../values'
import type { BlockWriter } from './block-writer'
import { DnKeys } from './dn-keys'
import { normalizeDn } from './entry-values'
import type { EntryWalker } from './entry-walker'
import { plainSequence } from './plain-text'

const [quote, backslash, comma, open, close, right] = [0x22, 0x5c, 0x2c, 0x7b, 0x7d, 0x5d]
/** PostgreSQL's binary format of jsonb begins with its version. */
const jsonbVersion = 1
const nothingCleaned = textArrayBytes([])

/** `binary`: the name in lower case of an attribute of bytes. */
type Wanted = { name: string; slot: number; key: Buffer; binary: string | null }

/**
 * Writes a walked entry as a record of a plain block: what `toObject` and `encodeObjects` would make of it, byte
 * for byte, without making strings of plain values. A value that is not plain goes through `normalizeValues`.
 */
export class RecordWriter {
  private readonly wanted: readonly Wanted[]
  private readonly dnKeys = new DnKeys()
  /** Bytes beside the values: keys, lengths, identities. */
  private readonly fixed: number
  private room = 0

  constructor(
    private readonly walker: EntryWalker,
    private readonly asked: readonly string[],
    private readonly scope: number,
  ) {
    this.wanted = asked.toSorted(attributeOrder).map(name => ({
      name,
      slot: walker.slot(name),
      binary: binaryAttributes.has(name.toLowerCase()) ? name.toLowerCase() : null,
      key: Buffer.from(`${JSON.stringify(name)}:[`),
    }))
    this.fixed = 256 + this.wanted.reduce((sum, { key }) => sum + key.length + 2, 0)
  }

  write(block: BlockWriter): void {
    const { walker } = this
    // A plain value takes at most twice its bytes, its quotes the place of its header.
    this.room = this.fixed + 3 * walker.bytes.length
    block.reserve(this.room)
    block.int16(blockFields.plain.length)
    this.guid(block, walker.guidAt)
    this.text(block, walker.kind)
    block.int32(4)
    block.int32(this.scope)
    this.name(block)
    this.guid(block, walker.parentAt)
    block.int32(8)
    block.int32(walker.usnHigh)
    block.int32(walker.usnLow)
    this.attributes(block)
    block.objects++
    if (walker.kind === 'person') block.people++
  }

  /** The 16 bytes in the order of their text: the first three fields stand the other way round on the wire. */
  private guid(block: BlockWriter, from: number): void {
    const { bytes } = this.walker
    block.int32(16)
    for (const offset of guidOrder) block.byte(bytes[from + offset] as number)
  }

  private text(block: BlockWriter, text: string): void {
    const length = block.at
    block.at += 4
    block.text(text, this.room)
    block.putInt32(length, block.at - length - 4)
  }

  /** DN and key. */
  private name(block: BlockWriter): void {
    const { bytes, dnStart, dnEnd } = this.walker
    const isPlain = isPlainText(bytes, dnStart, dnEnd)
    if (isPlain) {
      block.int32(dnEnd - dnStart)
      block.copy(bytes, dnStart, dnEnd)
      const length = block.at
      block.at += 4
      if (this.dnKeys.write(bytes, dnStart, dnEnd, block)) {
        block.putInt32(length, block.at - length - 4)
        block.reserve(this.room)
        return
      }
      block.at = length
    }
    const dn = normalizeDn(bytes.toString('utf8', dnStart, dnEnd))
    if (!isPlain) this.text(block, dn)
    this.text(block, ownDnKey(dn))
  }

  /** Attributes, and the names of those in which something was cleaned. */
  private attributes(block: BlockWriter): void {
    const cleaned: string[] = []
    const length = block.at
    block.at += 4
    block.byte(jsonbVersion)
    block.byte(open)
    const first = block.at
    for (const wanted of this.wanted) if (this.attribute(block, wanted, block.at > first)) cleaned.push(wanted.name)
    block.byte(close)
    block.putInt32(length, block.at - length - 4)
    const array =
      cleaned.length === 0 ? nothingCleaned : textArrayBytes(this.asked.filter(name => cleaned.includes(name)))
    block.reserve(array.length + this.room)
    block.int32(array.length)
    block.copy(array, 0, array.length)
  }

  /** @returns whether a value was cleaned */
  private attribute(block: BlockWriter, { slot, key, binary }: Wanted, isNext: boolean): boolean {
    if (slot < 0) return false
    const { bytes, starts, ends } = this.walker
    const start = starts[slot] as number
    const end = ends[slot] as number
    const before = block.at
    if (isNext) block.byte(comma)
    block.copy(key, 0, key.length)
    const first = block.at
    let isCleaned = false
    for (let at = start; at < end; ) {
      // The lengths were checked when the entry was walked.
      const from = contentAt(bytes, at)
      const to = from + lengthAt(bytes, at)
      const isNextValue = block.at > first
      const isTaken =
        binary === null ? this.value(block, from, to, isNextValue) : this.bytes(block, binary, from, to, isNextValue)
      if (!isTaken) isCleaned = true
      at = to
    }
    if (block.at === first) block.at = before
    else block.byte(right)
    return isCleaned
  }

  /** @returns false when something of it is lost */
  private value(block: BlockWriter, start: number, end: number, isNext: boolean): boolean {
    if (start === end) return true
    if (end - start <= longestValue && this.plainValue(block, start, end, isNext)) return true
    const { values, cleaned } = normalizeValues(this.walker.bytes.subarray(start, end))
    for (const value of values) {
      if (isNext) block.byte(comma)
      block.text(JSON.stringify(value), this.room)
    }
    return !cleaned
  }

  /** @returns false when the bytes are not what the attribute holds */
  private bytes(block: BlockWriter, attribute: string, start: number, end: number, isNext: boolean): boolean {
    const text = textOfBytes(attribute, this.walker.bytes.subarray(start, end))
    if (text === null) return false
    if (isNext) block.byte(comma)
    block.text(JSON.stringify(text), this.room)
    return true
  }

  /** @returns false, with nothing written, when the value is not plain */
  private plainValue(block: BlockWriter, start: number, end: number, isNext: boolean): boolean {
    const from = this.walker.bytes
    const to = block.bytes
    let { at } = block
    if (isNext) to[at++] = comma
    to[at++] = quote
    for (let index = start; index < end; ) {
      const byte = from[index] as number
      if (byte >= 0x20 && byte < 0x7f) {
        if (byte === quote || byte === backslash) to[at++] = backslash
        to[at++] = byte
        index++
        continue
      }
      const length = byte < 0x80 ? 0 : plainSequence(from, index, end)
      if (length === 0) return false
      for (const last = index + length; index < last; index++) to[at++] = from[index] as number
    }
    to[at++] = quote
    block.at = at
    return true
  }
}

const guidOrder = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15]

/** Whether it is kept as it is (`normalizeDn`), and has no control characters either. */
function isPlainText(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; ) {
    const byte = bytes[at] as number
    const length = byte >= 0x20 && byte < 0x7f ? 1 : byte < 0x80 ? 0 : plainSequence(bytes, at, end)
    if (length === 0) return false
    at += length
  }
  return true
}

const contentAt = (bytes: Uint8Array, at: number): number => {
  const first = bytes[at + 1] as number
  return first < 0x80 ? at + 2 : at + 2 + (first & 0x7f)
}

function lengthAt(bytes: Uint8Array, at: number): number {
  const first = bytes[at + 1] as number
  if (first < 0x80) return first
  let length = 0
  for (let index = 0; index < (first & 0x7f); index++) length = length * 256 + (bytes[at + 2 + index] as number)
  return length
}
