/**
 * Which objects a scope holds: 16 bytes of identity and the uSNChanged of each, in flat memory (about 50 bytes an object),
 * so that a million people can be compared with a second listing. Open addressing; nothing is ever taken out.
 */
export class ObjectTable {
  private capacity = 1024
  private guids = Buffer.alloc(this.capacity * 16)
  private usns = new BigUint64Array(this.capacity)
  /** 0 = free; otherwise 1 + the last listing in which the object was seen. */
  private seen = new Uint8Array(this.capacity)
  private count = 0

  get size(): number {
    return this.count
  }

  /** The object's slot, or -1. Slots are valid until the next `add`. */
  find(guid: Buffer): number {
    const slot = this.slotFor(guid)
    return this.seen[slot] === 0 ? -1 : slot
  }

  add(guid: Buffer, usn: bigint): void {
    if (this.count * 4 >= this.capacity * 3) this.grow()
    const slot = this.slotFor(guid)
    if (this.seen[slot] === 0) {
      this.count++
      this.seen[slot] = 1
      guid.copy(this.guids, slot * 16)
    }
    this.usns[slot] = usn
  }

  usn(slot: number): bigint {
    return this.usns[slot] ?? 0n
  }

  setUsn(slot: number, usn: bigint): void {
    this.usns[slot] = usn
  }

  /** Notes that the listing of this round (1, 2, …) named the object. */
  mark(slot: number, round: number): void {
    this.seen[slot] = 1 + round
  }

  /** The objects that the listing of this round did not name. */
  *unmarked(round: number): Generator<Buffer> {
    for (let slot = 0; slot < this.capacity; slot++) {
      const seen = this.seen[slot] ?? 0
      if (seen !== 0 && seen !== 1 + round && seen !== dismissed) yield this.guidAt(slot)
    }
  }

  /** The object has left for a known reason and is not missed again. */
  dismiss(guid: Buffer): void {
    const slot = this.find(guid)
    if (slot >= 0) this.seen[slot] = dismissed
  }

  private guidAt(slot: number): Buffer {
    return Buffer.from(this.guids.subarray(slot * 16, slot * 16 + 16))
  }

  private slotFor(guid: Buffer): number {
    const mask = this.capacity - 1
    let slot = hash(guid, 0) & mask
    while (this.seen[slot] !== 0 && this.guids.compare(guid, 0, 16, slot * 16, slot * 16 + 16) !== 0)
      slot = (slot + 1) & mask
    return slot
  }

  private grow(): void {
    const { guids, usns, seen, capacity } = this
    this.capacity = capacity * 2
    this.guids = Buffer.alloc(this.capacity * 16)
    this.usns = new BigUint64Array(this.capacity)
    this.seen = new Uint8Array(this.capacity)
    for (let old = 0; old < capacity; old++) {
      if (seen[old] === 0) continue
      const guid = guids.subarray(old * 16, old * 16 + 16)
      const slot = this.slotFor(guid)
      guid.copy(this.guids, slot * 16)
      this.usns[slot] = usns[old] ?? 0n
      this.seen[slot] = seen[old] ?? 0
    }
  }
}

const dismissed = 255

/** GUIDs may count up (MS-DTYP says nothing of their bits), so all four words are mixed. */
export function hash(guid: Buffer, at: number): number {
  let mixed = 0
  for (let word = 0; word < 16; word += 4)
    mixed = Math.imul(mixed ^ guid.readUInt32LE(at + word), 0x9e3779b1) ^ (mixed >>> 15)
  return (mixed ^ (mixed >>> 16)) >>> 0
}
