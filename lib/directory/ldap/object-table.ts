/** Objects per chunk, and 32-bit words of each: four of identity, two of uSNChanged. */
const [chunkSize, words] = [65_536, 6]
type Chunk = { values: Uint32Array; seen: Uint8Array }

/**
 * Which objects a scope holds: 16 bytes of identity and the uSNChanged of each, in flat memory (about 35 bytes an object),
 * so that a million people can be compared with a second listing. Nothing is ever taken out.
 */
export class ObjectTable {
  private readonly chunks: Chunk[] = []
  /** Open addressing: 1 + an object's slot, or 0. */
  private index = new Int32Array(4_096)
  private count = 0

  get size(): number {
    return this.count
  }

  /** The object's slot, or -1. Its 16 bytes stand at `at`. */
  find(guid: Uint8Array, at = 0): number {
    const place = this.place(word(guid, at), word(guid, at + 4), word(guid, at + 8), word(guid, at + 12))
    return (this.index[place] as number) - 1
  }

  add(guid: Uint8Array, usn: bigint): void {
    this.addAt(guid, 0, Number(usn >> 32n), Number(usn & 0xffff_ffffn))
  }

  /** As `add`, with uSNChanged in two halves of 32 bits. */
  addAt(guid: Uint8Array, at: number, usnHigh: number, usnLow: number): void {
    const [a, b, c, d] = [word(guid, at), word(guid, at + 4), word(guid, at + 8), word(guid, at + 12)]
    let place = this.place(a, b, c, d)
    if (this.index[place] === 0) {
      if (this.count * 3 >= this.index.length * 2) {
        this.grow()
        place = this.place(a, b, c, d)
      }
      this.index[place] = this.append(a, b, c, d) + 1
    }
    this.setUsnAt((this.index[place] as number) - 1, usnHigh, usnLow)
  }

  usn(slot: number): bigint {
    const values = this.values(slot)
    const from = fromOf(slot)
    return (BigInt(values[from + 4] as number) << 32n) | BigInt(values[from + 5] as number)
  }

  /** Whether this is the uSNChanged that is known of the object. */
  isUsn(slot: number, usnHigh: number, usnLow: number): boolean {
    const values = this.values(slot)
    const from = fromOf(slot)
    return values[from + 4] === usnHigh && values[from + 5] === usnLow
  }

  /** Notes that the listing of this round (1, 2, …) named the object. */
  mark(slot: number, round: number): void {
    this.chunk(slot).seen[slot % chunkSize] = 1 + round
  }

  /** The objects that the listing of this round did not name. */
  *unmarked(round: number): Generator<Buffer> {
    for (let slot = 0; slot < this.count; slot++) {
      const seen = this.chunk(slot).seen[slot % chunkSize]
      if (seen !== 1 + round && seen !== dismissed) yield this.guid(slot)
    }
  }

  /** The object has left for a known reason and is not missed again. */
  dismiss(guid: Uint8Array): void {
    const slot = this.find(guid)
    if (slot >= 0) this.chunk(slot).seen[slot % chunkSize] = dismissed
  }

  private append(a: number, b: number, c: number, d: number): number {
    const slot = this.count++
    if (slot % chunkSize === 0)
      this.chunks.push({ values: new Uint32Array(chunkSize * words), seen: new Uint8Array(chunkSize) })
    const values = this.values(slot)
    const from = fromOf(slot)
    values[from] = a
    values[from + 1] = b
    values[from + 2] = c
    values[from + 3] = d
    this.chunk(slot).seen[slot % chunkSize] = 1
    return slot
  }

  private setUsnAt(slot: number, usnHigh: number, usnLow: number): void {
    const values = this.values(slot)
    const from = fromOf(slot)
    values[from + 4] = usnHigh
    values[from + 5] = usnLow
  }

  /** The identity of the object in a slot. */
  guid(slot: number): Buffer {
    const values = this.values(slot)
    const from = fromOf(slot)
    const bytes = Buffer.alloc(16)
    for (let index = 0; index < 4; index++) bytes.writeUInt32LE(values[from + index] as number, index * 4)
    return bytes
  }

  private chunk(slot: number): Chunk {
    return this.chunks[(slot / chunkSize) | 0] as Chunk
  }

  private values(slot: number): Uint32Array {
    return this.chunk(slot).values
  }

  /** Where the identity stands in the index, or the free place where it would. */
  private place(a: number, b: number, c: number, d: number): number {
    const { index } = this
    const mask = index.length - 1
    let place = mixed(a, b, c, d) & mask
    for (let entry = index[place] as number; entry !== 0; entry = index[place] as number) {
      const values = this.values(entry - 1)
      const from = fromOf(entry - 1)
      if (values[from] === a && values[from + 1] === b && values[from + 2] === c && values[from + 3] === d) break
      place = (place + 1) & mask
    }
    return place
  }

  private grow(): void {
    this.index = new Int32Array(this.index.length * 2)
    for (let slot = 0; slot < this.count; slot++) {
      const values = this.values(slot)
      const from = fromOf(slot)
      const word = (offset: number) => values[from + offset] as number
      this.index[this.place(word(0), word(1), word(2), word(3))] = slot + 1
    }
  }
}

const dismissed = 255
const fromOf = (slot: number): number => (slot % chunkSize) * words

/** Four bytes, the lowest first. */
function word(bytes: Uint8Array, at: number): number {
  const high = bytes[at + 3] as number
  return (
    ((bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16) | (high << 24)) >>> 0
  )
}

const step = (sum: number, part: number): number => Math.imul(sum ^ part, 0x9e3779b1) ^ (sum >>> 15)

/** GUIDs may count up (MS-DTYP says nothing of their bits), so all four words are mixed. */
export const hash = (guid: Uint8Array, at: number): number =>
  mixed(word(guid, at), word(guid, at + 4), word(guid, at + 8), word(guid, at + 12))

function mixed(a: number, b: number, c: number, d: number): number {
  const sum = step(step(step(step(0, a), b), c), d)
  return (sum ^ (sum >>> 16)) >>> 0
}
