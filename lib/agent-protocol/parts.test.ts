import { randomBytes } from 'node:crypto'
import { zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ObjectBlock } from '@/lib/directory/object-block'
import { env } from '@/lib/env'
import { blockFrame, eventFrame, type Frame, FrameReader, MalformedStream } from './frames'
import { cutIntoParts, mostCompressed, mostPlain, type Part, partHash, unpackPart } from './parts'

const runs = { numRuns: 40 * env().ENROLLMENT_TEST_RUNS, seed: 20270312 }
const block = (bytes: Buffer): ObjectBlock => ({ bytes, layout: 'plain', objects: 3, people: 2 })

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items
}
async function partsOf(pieces: Buffer[][]): Promise<Part[]> {
  const parts: Part[] = []
  for await (const part of cutIntoParts(each(pieces))) parts.push(part)
  return parts
}

async function framesOf(parts: readonly Part[]): Promise<Frame[]> {
  const reader = new FrameReader()
  const frames: Frame[] = []
  for (const part of parts) frames.push(...reader.read((await unpackPart(part.compressed)) ?? Buffer.alloc(0)))
  reader.end()
  return frames
}

test('whatever is said comes out again, in its order, wherever it was cut', async () => {
  const event = fc.record({ type: fc.constant('identity'), text: fc.string() }).map(eventFrame)
  const objects = fc
    .tuple(fc.nat(5), fc.uint8Array({ maxLength: 5_000 }), fc.nat(400))
    .map(([scope, bytes, times]) => blockFrame(scope, block(Buffer.concat(Array(times).fill(Buffer.from(bytes))))))
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(event, objects), { minLength: 1, maxLength: 12 }), async pieces => {
      const parts = await partsOf(pieces)
      expect(parts.map(part => part.number)).toEqual(parts.map((_, index) => index + 1))
      const again = (await framesOf(parts)).flatMap(frame =>
        frame.kind === 'event' ? eventFrame(frame.event) : blockFrame(frame.scope, frame.block),
      )
      expect(Buffer.concat(again).equals(Buffer.concat(pieces.flat()))).toBe(true)
    }),
    runs,
  )
}, 60_000)

test('whoever makes pieces may use their memory again as soon as the next one is asked for', async () => {
  const contents = Array.from({ length: 9 }, () => randomBytes(600_000))
  const memory = Buffer.alloc(600_000)
  async function* fromOneBuffer(): AsyncGenerator<Buffer[]> {
    for (const bytes of contents) {
      bytes.copy(memory)
      yield [memory]
      memory.fill(0)
    }
  }
  const plain: Buffer[] = []
  for await (const part of cutIntoParts(fromOneBuffer()))
    plain.push((await unpackPart(part.compressed)) ?? Buffer.alloc(0))
  expect(Buffer.concat(plain).equals(Buffer.concat(contents))).toBe(true)
})

test('no part is larger than it may be, however badly it compresses', async () => {
  const parts = await partsOf([
    blockFrame(0, block(randomBytes(9_000_000))),
    blockFrame(0, block(Buffer.alloc(20_000_000))),
  ])
  expect(parts.length).toBeGreaterThan(9)
  for (const part of parts) {
    expect(part.compressed.length).toBeLessThanOrEqual(mostCompressed)
    expect(part.plainBytes).toBeLessThanOrEqual(mostPlain)
    expect(part.hash).toBe(partHash(part.compressed))
  }
})

test('what unpacks to more than a part may have is refused, and so is what is damaged', async () => {
  const bomb = zstdCompressSync(Buffer.alloc(mostPlain + 1))
  expect(bomb.length).toBeLessThan(10_000)
  expect(await unpackPart(bomb)).toBeNull()
  expect(await unpackPart(zstdCompressSync(Buffer.alloc(mostPlain)))).toHaveLength(mostPlain)
  expect(await unpackPart(randomBytes(mostCompressed + 1))).toBeNull()
  const whole = zstdCompressSync(randomBytes(1_000))
  expect(await unpackPart(whole.subarray(0, 500))).toBeNull()
  expect(await unpackPart(randomBytes(1_000))).toBeNull()
})

test('a stream that ends inside a frame, or is none, is malformed', () => {
  const whole = Buffer.concat(eventFrame({ type: 'identity' }))
  const cut = new FrameReader()
  expect(cut.read(whole.subarray(0, whole.length - 1))).toEqual([])
  expect(() => cut.end()).toThrow(MalformedStream)
  const [unknown, long, broken] = [Buffer.from(whole), Buffer.from(whole), Buffer.from(whole)]
  unknown[0] = 9
  long.writeUInt32BE(0xffff_ffff, 1)
  broken[5] = 0
  for (const bytes of [unknown, long, broken]) expect(() => new FrameReader().read(bytes)).toThrow(MalformedStream)
})
