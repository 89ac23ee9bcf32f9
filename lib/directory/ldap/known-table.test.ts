import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anchorFromBytes } from '../anchor'
import { encodeKnownObjects } from '../known-objects'
import { KnownTable } from './known-table'

const guid = fc.uint8Array({ minLength: 16, maxLength: 16 }).map(bytes => Buffer.from(bytes))
const known = fc.uniqueArray(
  fc.record({ guid, parent: fc.option(guid), usn: fc.bigInt(0n, 2n ** 63n - 1n), isUnit: fc.boolean() }),
  { selector: object => object.guid.toString('hex'), maxLength: 60 },
)

test('what the database tells of each object is found again by its identity', () => {
  fc.assert(
    fc.property(known, fc.array(guid, { maxLength: 20 }), (objects, others) => {
      const table = new KnownTable()
      table.load(
        encodeKnownObjects(
          objects.map(object => ({
            anchor: anchorFromBytes(object.guid),
            parent: object.parent && anchorFromBytes(object.parent),
            usnChanged: object.usn.toString(),
            kind: object.isUnit ? 'unit' : 'person',
          })),
        ),
      )
      expect(table.size).toBe(objects.length)
      for (const object of objects) {
        const slot = table.find(object.guid)
        expect([table.usn(slot), table.isUnit(slot)]).toEqual([object.usn, object.isUnit])
        expect(table.mayStandBelow(slot, object.parent)).toBe(true)
        expect(table.mayStandBelow(slot, Buffer.from('certainly another'.slice(0, 16)))).toBe(false)
      }
      const isKnown = (one: Buffer) => objects.some(object => object.guid.equals(one))
      for (const other of others.filter(one => !isKnown(one))) expect(table.find(other)).toBe(-1)
    }),
    { seed: 1, numRuns: 200 },
  )
})

test('many objects are kept, and those that nobody named are told', () => {
  const table = new KnownTable()
  const guids = Array.from({ length: 10_000 }, (_, index) => {
    const bytes = Buffer.alloc(16)
    bytes.writeUInt32BE(index + 1, 12)
    return bytes
  })
  const records = guids.map((one, index) => ({
    ...{ anchor: anchorFromBytes(one), parent: null, usnChanged: String(index), kind: 'person' as const },
  }))
  table.load(encodeKnownObjects(records))
  for (const [index, one] of guids.entries()) if (index % 100 !== 0) table.see(table.find(one))
  expect([...table.unseen()].map(one => one.readUInt32BE(12) - 1).sort((a, b) => a - b)).toEqual(
    guids.map((_, index) => index).filter(index => index % 100 === 0),
  )
  const [first] = guids as [Buffer]
  table.deliver(first)
  table.leave(first)
  expect([table.isDelivered(first), table.isPresent(first)]).toEqual([true, false])
})

test('a record that is cut short is refused', () => {
  expect(() => new KnownTable().load(Buffer.alloc(40))).toThrow(RangeError)
})
