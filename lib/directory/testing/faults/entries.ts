import { entryMessage } from '../messages'
import { attributesOf, type WorldObject } from '../world'
import type { Meeting } from './fault'
import { type Fault, listings } from './fault'

/** Spoils the last entry of a page, so that others have already been taken. */
const spoiled = (
  name: string,
  comesTo: Fault['comesTo'],
  spoil: (victim: WorldObject, meeting: Meeting) => void,
  { at = listings as Fault['at'], fits = (_: WorldObject): boolean => true } = {},
): Fault => ({
  ...{ name, at, comesTo },
  meet(meeting) {
    const { answer, page } = meeting
    const victim = page.objects.findLast(fits)
    if (!victim) return false
    for (const object of page.objects) {
      if (object === victim) spoil(victim, meeting)
      else answer.entry(object)
    }
    answer.done({ cookie: page.cookie })
    return true
  },
})

const lie = (fault: Fault): Fault => ({ ...fault, isLie: true })
const both = ['first-listing', 'second-listing'] as const
const rich = ['first-listing', 'fetch'] as const
// A list is read a second time for its members, and what the listing said of it is forgotten.
const isReadOnce = (object: WorldObject) => !object.classes.includes('group')
const isInside = (object: WorldObject) => object.parent !== null && isReadOnce(object)

const without = (attribute: string, at: Fault['at'], fits?: (object: WorldObject) => boolean): Fault =>
  spoiled(`entry without ${attribute}`, 'incomplete', (victim, { answer }) => answer.entry(victim, attribute), {
    at,
    ...(fits ? { fits } : {}),
  })

export const withoutGuid = (): Fault => without('objectGUID', listings)
export const withoutUsn = (): Fault => without('uSNChanged', listings, isReadOnce)
export const withoutClass = (): Fault => without('objectClass', rich)
export const withoutParent = (): Fault => without('parentGUID', rich, isInside)

const withOther = (
  name: string,
  at: Fault['at'],
  other: (victim: WorldObject) => ReturnType<typeof attributesOf>,
  fits?: (object: WorldObject) => boolean,
) =>
  spoiled(
    name,
    'incomplete',
    (victim, { search, answer }) =>
      answer.raw(entryMessage(search.id, victim.dn, { ...attributesOf(victim, search.attributes), ...other(victim) })),
    { at, ...(fits ? { fits } : {}) },
  )

export const shortGuid = (): Fault =>
  withOther('objectGUID of 15 bytes', listings, victim => ({ objectGUID: [victim.guid.subarray(1)] }))

export const twoGuids = (): Fault =>
  withOther('two objectGUIDs', listings, victim => ({ objectGUID: [victim.guid, Buffer.alloc(16, 1)] }))

/** Another identity than the entry has in the other listing. */
export const otherGuid = (): Fault =>
  lie(
    withOther('objectGUID of somebody else', both, victim => ({
      objectGUID: [Buffer.from(victim.guid.map(byte => byte ^ 0x5a))],
    })),
  )

/** A uSNChanged that differs between the listings, and is older than the read. */
export const otherUsn = (): Fault =>
  lie(
    withOther(
      'uSNChanged that differs',
      both,
      ({ usn }) => ({ uSNChanged: [String(usn) === '1' ? '2' : '1'] }),
      isReadOnce,
    ),
  )

/** A part of a long value list in place of the list (MS-ADTS 3.1.1.3.1.3.3); asked for piece by piece it is whole. */
export const rangedValues = (): Fault => ({
  ...withOther('value list in ranges', rich, () => ({ 'displayName;range=0-1499': ['one of many'] })),
  comesTo: 'either',
})

/** An entry that one listing does not name, although nothing happened to it. */
export const lostEntry = (): Fault =>
  lie(spoiled('entry that is not listed', 'incomplete', () => undefined, { at: both }))

/** An entry that cannot be fetched although it is there. */
export const lostFetch = (): Fault =>
  spoiled('entry that is not found again', 'either', () => undefined, { at: ['fetch'] })

/** An entry in whose place a neighbor is listed again: the number is right, the set is not. */
export const neighborInstead = (): Fault => ({
  name: 'neighbor listed in place of an entry',
  at: both,
  comesTo: 'incomplete',
  isLie: true,
  meet({ answer, page }) {
    const [first, second] = page.objects
    if (!first || !second) return false
    for (const object of page.objects) answer.entry(object === second ? first : object)
    answer.done({ cookie: page.cookie })
    return true
  },
})

export const listedTwice = (): Fault =>
  spoiled('entry listed twice', 'complete', (victim, { answer }) => {
    answer.entry(victim)
    answer.entry(victim)
  })

/** An entry listed on the page where it belongs and on another one. */
export const listedAgainLater = (): Fault => ({
  name: 'entry of another page listed again',
  at: listings,
  comesTo: 'complete',
  meet({ answer, page, listed }) {
    const again = listed.find(object => !page.objects.includes(object))
    if (!again) return false
    answer.entry(again)
    for (const object of page.objects) answer.entry(object)
    answer.done({ cookie: page.cookie })
    return true
  },
})
