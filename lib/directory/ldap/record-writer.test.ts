import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeObjects, encodeObjects } from '../object-block'
import { identityAttributes } from '../person-attributes'
import { directory, generatedAttributes } from '../testing/directories'
import { entryMessage } from '../testing/messages'
import { attributesOf, type WorldObject, world } from '../testing/world'
import { longestValue } from '../values'
import { BlockWriter } from './block-writer'
import { toObject } from './entry-values'
import { EntryWalker } from './entry-walker'
import { readMessage } from './message'
import { RecordWriter } from './record-writer'

const message = (object: WorldObject, wanted: readonly string[]) =>
  entryMessage(1, object.dn, attributesOf(object, lower([...identityAttributes, ...wanted])))

/** What the slow path makes of a message. */
function byObjects(bytes: Buffer, wanted: readonly string[], scope: number): Buffer {
  const read = readMessage(bytes)
  if (read.kind !== 'entry') throw new Error('This is no entry')
  return encodeObjects(scope, [toObject(read.entry, wanted)]).bytes
}

/** Both paths over the same messages; the fast one's own choice of which it takes. */
function bothPaths(messages: readonly Buffer[], wanted: readonly string[], scope = 3) {
  const walker = new EntryWalker(wanted)
  const writer = new RecordWriter(walker, wanted, scope)
  const block = new BlockWriter('plain')
  const slow: Buffer[] = []
  for (const bytes of messages) {
    if (!walker.walkObject(bytes)) continue
    writer.write(block)
    slow.push(byObjects(bytes, wanted, scope))
  }
  return { fast: [...block.take()][0], slow: Buffer.concat(slow), taken: slow.length }
}

function mustAgree(messages: readonly Buffer[], wanted: readonly string[]): number {
  const { fast, slow, taken } = bothPaths(messages, wanted)
  if (fast?.bytes.compare(slow) !== 0 && taken > 0)
    expect(decodeObjects(fast ?? { bytes: Buffer.alloc(0) })).toEqual(decodeObjects({ bytes: slow }))
  expect(fast?.bytes.equals(slow) ?? taken === 0).toBe(true)
  expect(fast?.objects ?? 0).toBe(taken)
  return taken
}

test('records written from bytes are those made of objects, byte for byte, in generated directories', () => {
  let [taken, all] = [0, 0]
  fc.assert(
    fc.property(directory, ({ world }) => {
      const messages = world.map(object => message(object, generatedAttributes))
      taken += mustAgree(messages, generatedAttributes)
      all += messages.length
    }),
    { numRuns: 1_000, seed: 20_261_124 },
  )
  // Tombstones, tops of naming contexts and numbers beyond a double are left to the slow path.
  expect(taken).toBeGreaterThan(all / 4)
})

const lower = (names: readonly string[]) => names.map(name => name.toLowerCase())

const character = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0x20, max: 0x7e }) },
  { weight: 3, arbitrary: fc.integer({ min: 0x80, max: 0x7ff }) },
  { weight: 2, arbitrary: fc.integer({ min: 0x800, max: 0xffff }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 0x1f }) },
  { weight: 1, arbitrary: fc.integer({ min: 0x1_0000, max: 0x10_ffff }) },
)
const text = fc.array(character, { maxLength: 40 }).map(codes => Buffer.from(String.fromCodePoint(...codes)))
const value = fc.oneof(
  { weight: 6, arbitrary: text },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 20 }).map(bytes => Buffer.from(bytes)) },
  { weight: 1, arbitrary: fc.integer({ min: 100, max: 20_000 }).map(length => Buffer.alloc(length, 'Łódź "\\ ')) },
  { weight: 1, arbitrary: fc.constantFrom(...longTexts()) },
  { weight: 1, arbitrary: fc.constantFrom('010100000000000100000000', '0101', '').map(hex => Buffer.from(hex, 'hex')) },
)
/** Around the length beyond which a value is left out, in bytes and in characters. */
function longTexts(): Buffer[] {
  const letters = [longestValue, longestValue + 1].flatMap(count => ['a'.repeat(count), 'ł'.repeat(count)])
  return [...letters, 'ł'.repeat(longestValue / 2 + 1)].map(letters => Buffer.from(letters))
}

const [, , someone] = world(1)

test('any bytes as values and names come out as from objects', () => {
  if (!someone) throw new Error('The world is empty')
  const wanted = ['displayName', 'mail', 'Mail', 'objectClass', 'missing', 'objectSid', 'objectGUID', 'sIDHistory']
  const names = fc.constantFrom('displayName', 'DISPLAYNAME', 'mail', 'description', 'x', 'objectSid', 'SIDHistory')
  const person = fc.record({
    dn: fc.oneof(
      text.map(String),
      text.map(name => `CN=${name},OU=People,DC=lab`),
      fc.constantFrom(
        'CN=A B,ou=Łódź\\, Süd,DC=lab',
        'CN=İ,DC=lab',
        'Uid=ΣΑΣ, DC=Lab',
        'CN=\\20x,DC=lab',
        'CN=x,',
        'x',
      ),
    ),
    given: fc.dictionary(names, fc.array(value, { maxLength: 4 })),
  })
  fc.assert(
    fc.property(fc.array(person, { maxLength: 4 }), people => {
      const identity = attributesOf(someone, lower([...identityAttributes]))
      const messages = people.map(({ dn, given }) => entryMessage(1, dn, { ...identity, ...given }))
      expect(mustAgree(messages, wanted)).toBe(messages.length)
    }),
    { numRuns: 600, seed: 20_261_124 },
  )
})

test('every character of the Basic Multilingual Plane, alone and after a letter, is the same on both paths', () => {
  if (!someone) throw new Error('The world is empty')
  const identity = attributesOf(someone, lower([...identityAttributes]))
  for (let row = 0; row < 0x1_0000; row += 256) {
    const all = Array.from({ length: 256 }, (_, low) => String.fromCharCode(row + low)).filter(one =>
      one.isWellFormed(),
    )
    const displayName = all.flatMap(one => [one, `e${one}`, `가${one}`])
    const messages = all.map(one => entryMessage(1, `CN=a${one},OU=b${one},DC=lab`, identity))
    if (all.length > 0)
      mustAgree([entryMessage(1, 'CN=x,DC=lab', { ...identity, displayName }), ...messages], ['displayName'])
  }
})

test('bytes that are no plain entry are left to the other path, wherever they are broken', () => {
  if (!someone) throw new Error('The world is empty')
  const whole = message(someone, ['displayName', 'mail'])
  const walker = new EntryWalker(['displayName'])
  expect(walker.walkObject(whole)).toBe(true)
  for (let at = 0; at < whole.length; at++)
    for (const value of [0, 1, 0x30, 0x7f, 0x80, 0x84, 0xff]) {
      const broken = Buffer.from(whole)
      broken[at] = value
      const block = new BlockWriter('plain')
      if (!walker.walkObject(broken)) continue
      new RecordWriter(walker, ['displayName'], 0).write(block)
      expect([...block.take()][0]?.bytes.equals(byObjects(broken, ['displayName'], 0))).toBe(true)
    }
})
