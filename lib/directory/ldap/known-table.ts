import { knownObjectSize } from '../known-objects'
import { hash, ObjectTable } from './object-table'

const chunkSize = 65_536
type Chunk = { parents: Uint32Array; states: Uint8Array }

/**
 * What a quick import knows of every object: identity, number, a mark of its parent and what became of it in this read, in
 * flat memory (about 40 bytes an object). Nothing is ever taken out.
 */
export class KnownTable {
  private readonly objects = new ObjectTable()
  /** What stands beside the objects, by their slots. */
  private readonly chunks: Chunk[] = []

  get size(): number {
    return this.objects.size
  }

  /** Takes records of `known-objects`. @throws RangeError when they are not whole */
  load(records: Buffer): void {
    if (records.length % knownObjectSize !== 0) throw new RangeError('A record of a known object is cut short')
    const guid = Buffer.alloc(16)
    const parent = Buffer.alloc(16)
    for (let at = 0; at < records.length; at += knownObjectSize) {
      toWire(records, at, guid)
      toWire(records, at + 16, parent)
      const slot = this.put(guid, records.readUInt32BE(at + 32), records.readUInt32BE(at + 36))
      this.beside(slot).parents[slot % chunkSize] = markOf(parent, 0)
      if (records[at + 40] === unitLetter) this.raise(slot, flags.unit)
    }
  }

  /** The object's slot, or -1. Its 16 bytes stand at `at`. */
  find(guid: Uint8Array, at = 0): number {
    return this.objects.find(guid, at)
  }

  usn(slot: number): bigint {
    return this.objects.usn(slot)
  }

  /** Whether this is the number that is known of the object, in two halves of 32 bits. */
  isUsn(slot: number, usnHigh: number, usnLow: number): boolean {
    return this.objects.isUsn(slot, usnHigh, usnLow)
  }

  /** False when the object certainly stood below another parent, whose identity is at `at`; null = none. */
  mayStandBelow(slot: number, parent: Uint8Array | null, at = 0): boolean {
    return this.beside(slot).parents[slot % chunkSize] === (parent === null ? 0 : markOf(parent, at))
  }

  isUnit(slot: number): boolean {
    return this.has(slot, flags.unit)
  }

  /** Notes that a listing of this read named the object. */
  see(slot: number): void {
    this.raise(slot, flags.seen)
  }

  isSeen(slot: number): boolean {
    return this.has(slot, flags.seen)
  }

  /** Notes that this read delivered the object, known before or not. */
  deliver(guid: Uint8Array): void {
    const known = this.find(guid)
    this.raise(known < 0 ? this.put(guid, 0, 0) : known, flags.seen | flags.delivered)
  }

  isDelivered(guid: Uint8Array): boolean {
    const slot = this.find(guid)
    return slot >= 0 && this.has(slot, flags.delivered)
  }

  /** Notes that the object is not there any more. */
  leave(guid: Uint8Array): void {
    const slot = this.find(guid)
    if (slot >= 0) this.raise(slot, flags.left)
  }

  /** Known or delivered, and not gone. */
  isPresent(guid: Uint8Array): boolean {
    const slot = this.find(guid)
    return slot >= 0 && !this.has(slot, flags.left)
  }

  /** The objects that no listing named. */
  *unseen(): Generator<Buffer> {
    for (let slot = 0; slot < this.size; slot++) if (!this.has(slot, flags.seen)) yield this.objects.guid(slot)
  }

  private put(guid: Uint8Array, usnHigh: number, usnLow: number): number {
    this.objects.addAt(guid, 0, usnHigh, usnLow)
    const slot = this.objects.find(guid)
    if (slot >= this.chunks.length * chunkSize)
      this.chunks.push({ parents: new Uint32Array(chunkSize), states: new Uint8Array(chunkSize) })
    return slot
  }

  private beside(slot: number): Chunk {
    return this.chunks[(slot / chunkSize) | 0] as Chunk
  }

  private has(slot: number, flag: number): boolean {
    return ((this.beside(slot).states[slot % chunkSize] as number) & flag) !== 0
  }

  private raise(slot: number, flag: number): void {
    const { states } = this.beside(slot)
    states[slot % chunkSize] = (states[slot % chunkSize] as number) | flag
  }
}

const flags = { unit: 1, seen: 2, delivered: 4, left: 8 } as const
const unitLetter = 'u'.charCodeAt(0)

/** Of the parent's identity 32 bits are kept: a move changes the number too, so this is a second look at it. 0 = no parent. */
function markOf(parent: Uint8Array, at: number): number {
  for (let index = 0; index < 16; index++) if (parent[at + index] !== 0) return hash(parent, at) || 1
  return 0
}

/** Text puts the first three fields of a GUID the other way round (MS-DTYP 2.3.4). */
function toWire(records: Buffer, at: number, guid: Buffer): void {
  records.copy(guid, 0, at, at + 16)
  guid.subarray(0, 4).reverse()
  guid.subarray(4, 6).reverse()
  guid.subarray(6, 8).reverse()
}
