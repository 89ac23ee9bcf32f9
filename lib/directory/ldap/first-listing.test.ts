import { expect, test } from 'vitest'
import { identityAttributes } from '../person-attributes'
import { entryMessage } from '../testing/messages'
import { attributesOf, baseDn, world } from '../testing/world'
import { readFirstListing } from './first-listing'
import { ObjectTable } from './object-table'
import type { Session } from './session'

const attributes = ['displayName']

/** A connection whose answer waited as a whole. */
function sessionWith(entries: Buffer[]): Session {
  const piece = { entries, references: [], done: { code: 0, text: '', cookie: Buffer.alloc(0) } }
  const tap = { stream: () => ({ take: async () => piece, drop: () => undefined }) }
  return { tap, limits: { pageSize: 1_000, entries: 10_000 }, mustBeSignedIn: () => undefined } as unknown as Session
}

test('however much waited while nobody took it, it comes in blocks of half a megabyte', async () => {
  const wanted = [...identityAttributes, ...attributes].map(name => name.toLowerCase())
  const people = world(3_000).slice(2)
  const entries = people.map(person => {
    const named = { ...person, attributes: { displayName: 'x'.repeat(600) } }
    return entryMessage(1, person.dn, attributesOf(named, wanted))
  })
  const first = { table: new ObjectTable(), listing: { base: baseDn, scope: 'sub', attributes }, pages: 0, people: 0 }
  const request = { index: 0, attributes, lists: false }
  const blocks: { length: number; people: number }[] = []
  for await (const { bytes, people } of readFirstListing(sessionWith(entries), request as never, first as never))
    blocks.push({ length: bytes.length, people })
  expect(blocks.length).toBeGreaterThan(3)
  for (const { length } of blocks) expect(length).toBeLessThan(576 * 1024)
  expect(blocks.reduce((sum, block) => sum + block.people, 0)).toBe(3_000)
})
