import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Anchor, parseAnchor } from './anchor'
import { decodeObjects, encodeObjects, isSound } from './object-block'
import type { DirectoryObject } from './source'

const anchor = fc.uuid().map(text => parseAnchor(text) as Anchor)
const plain: fc.Arbitrary<DirectoryObject> = fc.record({
  anchor,
  kind: fc.constantFrom('person', 'unit'),
  dn: fc.oneof(fc.string({ unit: 'grapheme' }), fc.constant('CN=Łukasz\\, Zoë,OU=People,DC=lab')),
  parent: fc.option(anchor),
  usnChanged: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }).map(String),
  deleted: fc.boolean(),
  attributes: fc.dictionary(fc.string({ minLength: 1 }), fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 })),
  cleaned: fc.array(fc.string()),
})
const members = fc.oneof(
  fc.record({ members: fc.array(fc.string({ unit: 'grapheme' })) }),
  fc.record({ membersFault: fc.constant({ code: 'time-limit' as const, args: { seconds: 3 } }) }),
)
const list = fc.tuple(plain, members).map(([object, known]) => ({ ...object, kind: 'list' as const, ...known }))
const object = fc.oneof(plain, list)

test('a block gives back the objects it was made of, whatever their values', () => {
  fc.assert(
    fc.property(fc.array(object), fc.nat(100), (objects, scope) => {
      const block = encodeObjects(scope, objects)
      expect(decodeObjects(block)).toEqual(objects)
      expect(block.objects).toBe(objects.length)
      expect(block.people).toBe(objects.filter(({ kind }) => kind === 'person').length)
    }),
    { numRuns: 300, seed: 20_261_124 },
  )
})

test('a block that was cut is an error, not a shorter list', () => {
  const [one] = fc.sample(object, { numRuns: 1, seed: 1 })
  if (!one) throw new Error('Nothing was generated')
  const { bytes } = encodeObjects(0, [one, one])
  for (let length = 1; length < bytes.length; length++)
    if (length !== bytes.length / 2)
      expect(() => decodeObjects({ bytes: bytes.subarray(0, length) }), `${length} bytes`).toThrow(RangeError)
})

test('a block that somebody else made is sound when it is whole, and all of it is what it says', () => {
  const blocks = fc.tuple(fc.array(object, { minLength: 1, maxLength: 5 }), fc.nat(100), fc.nat(1_000_000))
  fc.assert(
    fc.property(blocks, ([objects, scope, anywhere]) => {
      const block = encodeObjects(scope, objects)
      const at = anywhere % block.bytes.length
      expect(isSound(block, scope)).toBe(true)
      expect(isSound(block, scope + 1)).toBe(false)
      expect(isSound({ ...block, objects: block.objects + 1 }, scope)).toBe(false)
      expect(isSound({ ...block, people: block.people + 1 }, scope)).toBe(false)
      expect(isSound({ ...block, layout: block.layout === 'plain' ? 'whole' : 'plain' }, scope)).toBe(false)
      expect(isSound({ ...block, bytes: block.bytes.subarray(0, at) }, scope)).toBe(false)
      expect(isSound({ ...block, bytes: Buffer.concat([block.bytes, Buffer.alloc(1 + (at % 9))]) }, scope)).toBe(false)
      const other = Buffer.from(block.bytes)
      other.write('machine', other.indexOf(objects[0]?.kind ?? ''), 'latin1')
      expect(isSound({ ...block, bytes: other }, scope)).toBe(false)
    }),
    { numRuns: 300, seed: 20_261_126 },
  )
})
