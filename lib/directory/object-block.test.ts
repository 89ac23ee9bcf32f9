import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Anchor, parseAnchor } from './anchor'
import { decodeObjects, encodeObjects } from './object-block'
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
