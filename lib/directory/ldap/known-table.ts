import { knownObjectSize } from '../known-objects'
import { hash } from './object-table'

/**
 * What a quick import knows of every object: identity, number, a mark of its parent and what became of it in this read, in
 * flat memory (29 bytes a slot, 40 to 80 an object). Open addressing; nothing is ever taken out.
 */
export class KnownTable {
  private capacity = 1024
  private guids = Buffer.alloc(this.capacity * 16)
  private usns = new BigUint64Array(this.capacity)
  private parents = new Uint32Array(this.capacity)
  /** 0 = free; otherwise a sum of `flags`. */
  private states = new Uint8Array(this.capacity)
  private count = 0

  get size(): number {
    return this.count
  }

  /** Takes records of `known-objects`. @throws RangeError when they are not whole */
  load(records: Buffer): void {
    if (records.length % knownObjectSize !== 0) throw new RangeError('A record of a known object is cut short')
    const guid = Buffer.alloc(16)
    const parent = Buffer.alloc(16)
    for (let at = 0; at < records.length; at += knownObjectSize) {
      toWire(records, at, guid)
      toWire(records, at + 16, parent)
      const isUnit = records[at + 40] === unitLetter
      this.put(guid, records.readBigUInt64BE(at + 32), parent, flags.taken | (isUnit ? flags.unit : 0))
    }
  }

  /** The object's slot, or -1. Slots are valid until the next `load` or `deliver`. */
  find(guid: Buffer): number {
    const slot = this.slotFor(guid)
    return this.states[slot] === 0 ? -1 : slot
  }

  usn(slot: number): bigint {
    return this.usns[slot] ?? 0n
  }

  /** False when the object certainly stood below another parent; null = none. */
  mayStandBelow(slot: number, parent: Buffer | null): boolean {
    return this.parents[slot] === markOf(parent)
  }

  isUnit(slot: number): boolean {
    return this.has(slot, flags.unit)
  }

  /** Notes that a listing of this read named the object. */
  see(slot: number): void {
    this.states[slot] = (this.states[slot] ?? 0) | flags.seen
  }

  isSeen(slot: number): boolean {
    return this.has(slot, flags.seen)
  }

  /** Notes that this read delivered the object, known before or not. */
  deliver(guid: Buffer): void {
    const slot = this.find(guid)
    if (slot < 0) this.put(guid, 0n, null, flags.taken | flags.seen | flags.delivered)
    else this.states[slot] = (this.states[slot] ?? 0) | flags.seen | flags.delivered
  }

  isDelivered(guid: Buffer): boolean {
    const slot = this.find(guid)
    return slot >= 0 && this.has(slot, flags.delivered)
  }

  /** Notes that the object is not there any more. */
  leave(guid: Buffer): void {
    const slot = this.find(guid)
    if (slot >= 0) this.states[slot] = (this.states[slot] ?? 0) | flags.left
  }

  /** Known or delivered, and not gone. */
  isPresent(guid: Buffer): boolean {
    const slot = this.find(guid)
    return slot >= 0 && !this.has(slot, flags.left)
  }

  /** The objects that no listing named. */
  *unseen(): Generator<Buffer> {
    for (let slot = 0; slot < this.capacity; slot++)
      if (this.states[slot] !== 0 && !this.has(slot, flags.seen))
        yield Buffer.from(this.guids.subarray(slot * 16, slot * 16 + 16))
  }

  private has(slot: number, flag: number): boolean {
    return ((this.states[slot] ?? 0) & flag) !== 0
  }

  private put(guid: Buffer, usn: bigint, parent: Buffer | null, state: number): void {
    if (this.count * 4 >= this.capacity * 3) this.grow()
    const slot = this.slotFor(guid)
    if (this.states[slot] === 0) this.count++
    guid.copy(this.guids, slot * 16)
    this.usns[slot] = usn
    this.parents[slot] = markOf(parent)
    this.states[slot] = state
  }

  private slotFor(guid: Buffer): number {
    const mask = this.capacity - 1
    let slot = hash(guid, 0) & mask
    while (this.states[slot] !== 0 && this.guids.compare(guid, 0, 16, slot * 16, slot * 16 + 16) !== 0)
      slot = (slot + 1) & mask
    return slot
  }

  private grow(): void {
    const { guids, usns, parents, states, capacity } = this
    this.capacity = capacity * 2
    this.guids = Buffer.alloc(this.capacity * 16)
    this.usns = new BigUint64Array(this.capacity)
    this.parents = new Uint32Array(this.capacity)
    this.states = new Uint8Array(this.capacity)
    for (let old = 0; old < capacity; old++) {
      if (states[old] === 0) continue
      const guid = guids.subarray(old * 16, old * 16 + 16)
      const slot = this.slotFor(guid)
      guid.copy(this.guids, slot * 16)
      this.usns[slot] = usns[old] ?? 0n
      this.parents[slot] = parents[old] ?? 0
      this.states[slot] = states[old] ?? 0
    }
  }
}

const flags = { taken: 1, unit: 2, seen: 4, delivered: 8, left: 16 } as const
const unitLetter = 'u'.charCodeAt(0)
const nobody = Buffer.alloc(16)

/** Of the parent's identity 32 bits are kept: a move changes the number too, so this is a second look at it. */
const markOf = (parent: Buffer | null): number => (parent === null || parent.equals(nobody) ? 0 : hash(parent, 0) || 1)

/** Text puts the first three fields of a GUID the other way round (MS-DTYP 2.3.4). */
function toWire(records: Buffer, at: number, guid: Buffer): void {
  records.copy(guid, 0, at, at + 16)
  guid.subarray(0, 4).reverse()
  guid.subarray(4, 6).reverse()
  guid.subarray(6, 8).reverse()
}
