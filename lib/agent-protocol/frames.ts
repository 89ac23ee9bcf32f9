import type { BlockLayout, ObjectBlock } from '@/lib/directory/object-block'

/**
 * What an agent reads goes up as one stream of frames, which is cut into parts wherever a part is full.
 *
 *     frame = kind (1 byte), length of what follows (4 bytes), payload
 *     event  (0): JSON of a message
 *     plain  (1), whole (2): scope, objects, people (4 bytes each), records of `lib/directory/object-block` in that layout
 */
const kinds = ['event', 'plain', 'whole'] as const
const headLength = 5
const countsLength = 12
/** A frame longer than this is none: whoever reads it would have to hold it whole. */
export const longestFrame = 64 * 1024 * 1024

export type Frame = { kind: 'event'; event: unknown } | { kind: 'objects'; scope: number; block: ObjectBlock }

export class MalformedStream extends Error {
  override readonly name = 'MalformedStream'
}

export function eventFrame(event: unknown): Buffer[] {
  const payload = Buffer.from(JSON.stringify(event))
  return [head('event', payload.length), payload]
}

/** The block's own bytes are not copied. */
export function blockFrame(scope: number, { bytes, layout, objects, people }: ObjectBlock): Buffer[] {
  const counts = Buffer.alloc(countsLength)
  counts.writeUInt32BE(scope, 0)
  counts.writeUInt32BE(objects, 4)
  counts.writeUInt32BE(people, 8)
  return [head(layout, countsLength + bytes.length), counts, bytes]
}

function head(kind: (typeof kinds)[number], length: number): Buffer {
  if (length > longestFrame) throw new MalformedStream('A frame is too long')
  const bytes = Buffer.alloc(headLength)
  bytes.writeUInt8(kinds.indexOf(kind), 0)
  bytes.writeUInt32BE(length, 1)
  return bytes
}

/** Puts frames together again, from pieces cut anywhere. */
export class FrameReader {
  #waiting: Buffer[] = []
  #length = 0

  /** The frames that are complete with this piece. @throws MalformedStream */
  read(piece: Buffer): Frame[] {
    this.#waiting.push(piece)
    this.#length += piece.length
    const frames: Frame[] = []
    if (this.#length < this.#wanted()) return frames
    const bytes = Buffer.concat(this.#waiting)
    let at = 0
    for (;;) {
      const end = endOfFrame(bytes, at)
      if (end === null || end > bytes.length) break
      frames.push(frameOf(bytes[at] ?? -1, bytes.subarray(at + headLength, end)))
      at = end
    }
    this.#waiting = at === bytes.length ? [] : [bytes.subarray(at)]
    this.#length = bytes.length - at
    return frames
  }

  /** @throws MalformedStream when the stream ended inside a frame */
  end(): void {
    if (this.#length > 0) throw new MalformedStream('The stream ends inside a frame')
  }

  #wanted(): number {
    const [first] = this.#waiting
    return (first && endOfFrame(first, 0)) ?? headLength
  }
}

function endOfFrame(bytes: Buffer, at: number): number | null {
  if (bytes.length < at + headLength) return null
  const length = bytes.readUInt32BE(at + 1)
  if (length > longestFrame) throw new MalformedStream('A frame is too long')
  return at + headLength + length
}

function frameOf(kindNumber: number, payload: Buffer): Frame {
  const kind = kinds[kindNumber]
  if (!kind) throw new MalformedStream('A frame is of no known kind')
  if (kind !== 'event') return blockOf(kind, payload)
  try {
    return { kind, event: JSON.parse(payload.toString('utf8')) }
  } catch {
    throw new MalformedStream('A message is no JSON')
  }
}

function blockOf(layout: BlockLayout, payload: Buffer): Frame {
  if (payload.length < countsLength) throw new MalformedStream('A block lacks its counts')
  const block: ObjectBlock = {
    bytes: payload.subarray(countsLength),
    layout,
    objects: payload.readUInt32BE(4),
    people: payload.readUInt32BE(8),
  }
  return { kind: 'objects', scope: payload.readUInt32BE(0), block }
}
