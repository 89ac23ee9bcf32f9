import type { BlockLayout, ObjectBlock } from '../object-block'
import { BlockBuffers } from './block-buffers'

/** A block is handed on when it has this many bytes. */
const full = 512 * 1024
const buffers = new BlockBuffers(full + 64 * 1024)

/**
 * Bytes of a block under way. What writes fast reserves room once and then writes to `bytes` at `at`; a block that was
 * taken is not written to again before it is released.
 */
export class BlockWriter {
  bytes = buffers.take()
  at = 0
  objects = 0
  people = 0

  constructor(private readonly layout: BlockLayout) {}

  /** Makes sure that so many bytes can be written from here. */
  reserve(count: number): void {
    if (this.at + count <= this.bytes.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(this.bytes.length * 2, this.at + count))
    this.bytes.copy(larger, 0, 0, this.at)
    this.bytes = larger
  }

  int16(value: number): void {
    this.bytes[this.at] = value >> 8
    this.bytes[this.at + 1] = value
    this.at += 2
  }

  int32(value: number): void {
    this.putInt32(this.at, value)
    this.at += 4
  }

  /** Writes a number to where it was left open. */
  putInt32(at: number, value: number): void {
    const { bytes } = this
    bytes[at] = value >> 24
    bytes[at + 1] = value >> 16
    bytes[at + 2] = value >> 8
    bytes[at + 3] = value
  }

  byte(value: number): void {
    this.bytes[this.at++] = value
  }

  /** Copies bytes that stand elsewhere. */
  copy(from: Uint8Array, start: number, end: number): void {
    const { bytes } = this
    let { at } = this
    for (let index = start; index < end; index++) bytes[at++] = from[index] as number
    this.at = at
  }

  /** Writes text of any length, with room of its own; what was reserved before for what follows stays reserved. */
  text(text: string, further: number): void {
    this.reserve(Buffer.byteLength(text) + further)
    this.at += this.bytes.write(text, this.at)
  }

  /** Adds a record that was made elsewhere. */
  add(record: Buffer, isPerson: boolean): void {
    this.reserve(record.length)
    this.at += record.copy(this.bytes, this.at)
    this.objects++
    if (isPerson) this.people++
  }

  get isFull(): boolean {
    return this.at >= full
  }

  /** The block so far, unless it is empty; writing goes on in another one. */
  *take(): Generator<ObjectBlock> {
    if (this.objects === 0) return
    const { bytes } = this
    const release = () => buffers.giveBack(bytes)
    const { layout, objects, people } = this
    const block = { bytes: bytes.subarray(0, this.at), layout, objects, people, release }
    this.bytes = buffers.take()
    this.at = 0
    this.objects = 0
    this.people = 0
    yield block
  }
}
