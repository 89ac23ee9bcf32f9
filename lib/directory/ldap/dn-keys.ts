import { dnKey } from '../distinguished-name'
import { longestStoredKey } from '../stored-dn-key'
import type { BlockWriter } from './block-writer'

const [backslash, comma, equals, hash, space] = [0x5c, 0x2c, 0x3d, 0x23, 0x20]
/** Characters that mean something inside a DN (RFC 4514 §2.4). */
const special = new Set([...'"+,;<=>\\'].map(character => character.charCodeAt(0)))

/** What a byte of a type or an ASCII value becomes in a key; 0 where only `dnKey` knows. */
const folded = Uint8Array.from({ length: 128 }, (_, byte) =>
  byte < space || byte === 0x7f || special.has(byte) ? 0 : String.fromCharCode(byte).toLowerCase().charCodeAt(0),
)

/** The same for characters of two bytes. */
const foldedPairs = Uint16Array.from({ length: 0x800 }, (_, codePoint) => {
  if (codePoint < 0x80) return 0
  const key = keyOf(`CN=${String.fromCharCode(codePoint)}`)
  const fold = key?.length === 4 ? key.charCodeAt(3) : 0
  return fold >= 0x80 && fold < 0x800 ? fold : 0
})

const mostParents = 20_000

/**
 * Writes `ownDnKey` of plain DNs from their bytes. Most of a DN is the place where it stands, which many share: its key is
 * remembered.
 */
export class DnKeys {
  private readonly parents = new Map<string, Buffer | null>()

  /** @returns false, with nothing written, where only `ownDnKey` knows */
  write(dn: Buffer, start: number, end: number, block: BlockWriter): boolean {
    const separator = firstComma(dn, start, end)
    const parent = separator < 0 ? null : this.parentKey(dn, separator + 1, end)
    if (parent === null || separator - start + 1 + parent.length > longestStoredKey) return false
    const before = block.at
    block.reserve(separator - start + 1 + parent.length)
    if (!writeRdn(dn, start, separator, block)) {
      block.at = before
      return false
    }
    block.byte(comma)
    block.copy(parent, 0, parent.length)
    return true
  }

  private parentKey(dn: Buffer, start: number, end: number): Buffer | null {
    const text = dn.toString('latin1', start, end)
    const known = this.parents.get(text)
    if (known !== undefined) return known
    const key = keyOf(dn.toString('utf8', start, end))
    const made = key === null || key === '' ? null : Buffer.from(key)
    if (this.parents.size >= mostParents) this.parents.clear()
    this.parents.set(text, made)
    return made
  }
}

function keyOf(dn: string): string | null {
  try {
    return dnKey(dn)
  } catch {
    return null
  }
}

function firstComma(dn: Buffer, start: number, end: number): number {
  for (let at = start; at < end; at++) {
    if (dn[at] === backslash) at++
    else if (dn[at] === comma) return at
  }
  return -1
}

/** One type and a value without anything to escape or unescape. */
function writeRdn(dn: Buffer, start: number, end: number, block: BlockWriter): boolean {
  let at = start
  for (; at < end && dn[at] !== equals; at++) {
    const fold = folded[dn[at] as number] ?? 0
    if (fold < 0x61 || fold > 0x7a) return false
    block.byte(fold)
  }
  const first = dn[at + 1]
  if (at === start || at + 1 >= end || first === space || first === hash || dn[end - 1] === space) return false
  block.byte(equals)
  return writeValue(dn, at + 1, end, block)
}

function writeValue(dn: Buffer, start: number, end: number, block: BlockWriter): boolean {
  for (let at = start; at < end; at++) {
    const byte = dn[at] as number
    if (byte < 0x80) {
      const fold = folded[byte] as number
      if (fold === 0) return false
      block.byte(fold)
    } else if (byte < 0xe0) {
      const fold = foldedPairs[((byte & 0x1f) << 6) | ((dn[++at] as number) & 0x3f)] as number
      if (fold === 0) return false
      block.byte(0xc0 | (fold >> 6))
      block.byte(0x80 | (fold & 0x3f))
    } else return false
  }
  return true
}
