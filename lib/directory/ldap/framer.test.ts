import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { env } from '@/lib/env'
import { berTags } from './ber-cursor'
import { Framer, MessageTooLarge } from './framer'

/** A message of so many bytes after its header, whose length is written in four bytes. */
function messageOf(length: number, filling: number): Buffer {
  const head = Buffer.from([berTags.sequence, 0x84, 0, 0, 0, 0])
  head.writeUInt32BE(length, 2)
  return Buffer.concat([head, Buffer.alloc(length, filling)])
}

test('wherever a stream is cut, the same messages come out of it, each whole and in order', () => {
  const lengths = fc.array(fc.oneof(fc.nat(20), fc.nat(5_000)), { maxLength: 8 })
  const cuts = fc.array(fc.oneof(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 9_000 })), { minLength: 1 })
  const property = fc.property(lengths, cuts, (lengths, cuts) => {
    const messages = lengths.map((length, index) => messageOf(length, index + 1))
    const stream = Buffer.concat(messages)
    const framer = new Framer(1_000_000)
    const found: Buffer[] = []
    for (let at = 0, turn = 0; at < stream.length; turn++) {
      const end = at + (cuts[turn % cuts.length] ?? 1)
      found.push(...framer.push(stream.subarray(at, end)))
      at = end
    }
    expect(found.map(message => message.toString('hex'))).toEqual(messages.map(message => message.toString('hex')))
    expect(framer.pending).toBe(0)
  })
  fc.assert(property, { numRuns: 200 * env().ENROLLMENT_TEST_RUNS, seed: 20_261_126 })
})

test('a message that says it is too large is refused by its head, be it behind one that came in pieces', () => {
  const framer = new Framer(100)
  const first = messageOf(50, 1)
  expect(framer.push(first.subarray(0, 30))).toEqual([])
  const rest = Buffer.concat([first.subarray(30), messageOf(200, 2).subarray(0, 6)])
  expect(() => framer.push(rest)).toThrow(MessageTooLarge)
})
