import { anchorFromBytes } from '../anchor'
import { listAttributes } from '../list-attributes'
import { ReadFailure, type ReadFault } from '../read-fault'
import type { DirectoryObject } from '../source'
import { isList, normalizeDn, toObject } from './entry-values'
import { fail } from './faults'
import { anchorsFilter, both } from './filters'
import type { Entry } from './message'
import { type Listing, readPages } from './search'
import type { Session } from './session'
import { attributesInPieces, nameOf, pieceFrom, readAllValues } from './value-pieces'

/** Long entries per search: each may come with a full piece of values. */
const perSearch = 50
/** Members that are gathered before objects are handed on. */
const enough = 20_000

/** What a listing says of long entries' attributes. */
export type LongListing = { listing: Listing; attributes: readonly string[] }

/** A list, or an entry that came with a piece of an attribute: it takes more than one answer. */
export const isLong = (entry: Entry): boolean => isList(entry) || attributesInPieces(entry).length > 0

/**
 * Reads these entries with all their values, lists with all their members. An entry that is not found any more is left out:
 * the listing that follows misses it.
 * @param note is told of each entry before its values are read
 * @throws ReadFailure; what keeps the members of one list from being known is that list's `membersFault`
 */
export async function* readLongEntries(
  session: Session,
  { listing, attributes }: LongListing,
  guids: readonly Buffer[],
  note: (entry: Entry) => void,
): AsyncGenerator<DirectoryObject[]> {
  for (let at = 0; at < guids.length; at += perSearch) {
    const entries = await findEntries(session, listing, guids.slice(at, at + perSearch))
    let objects: DirectoryObject[] = []
    let members = 0
    for (const entry of entries) {
      note(entry)
      const object = await readWhole(session, entry, attributes)
      objects.push(object)
      members += object.members?.length ?? 0
      if (members < enough) continue
      yield objects
      objects = []
      members = 0
    }
    if (objects.length > 0) yield objects
  }
}

/** Some servers take no other search while one is read in pages, so that the pieces are asked for afterwards. */
async function findEntries(session: Session, listing: Listing, guids: readonly Buffer[]): Promise<Entry[]> {
  const entries: Entry[] = []
  const wanted: Listing = {
    ...listing,
    filter: both(listing.filter, anchorsFilter(guids.map(anchorFromBytes))),
    attributes: [
      ...new Set([...listing.attributes, ...listAttributes]),
      pieceFrom('member', 0, session.limits.valueRange),
    ],
  }
  for await (const page of readPages(session, wanted)) entries.push(...page.map(kept))
  return entries
}

/** Bytes are views on what came from the network; these entries outlive it. */
const kept = ({ dn, texts, bytes }: Entry): Entry => {
  const copies = [...bytes].map(([name, values]) => [name, values.map(value => Buffer.from(value))] as const)
  return { dn, texts, bytes: new Map(copies) }
}

async function readWhole(session: Session, entry: Entry, attributes: readonly string[]): Promise<DirectoryObject> {
  const wanted = isList(entry) ? listAttributes : attributes
  const names = new Set(wanted.map(name => name.toLowerCase()))
  for (const name of attributesInPieces(entry)) if (names.has(name)) await complete(session, entry, name)
  const object = toObject(entry, wanted)
  return isList(entry) ? { ...object, ...(await readMembers(session, entry)) } : object
}

/** @throws ReadFailure when the values cannot be proved: half of them would be a lie about the object */
async function complete(session: Session, entry: Entry, attribute: string): Promise<void> {
  const read = await readAllValues(session, entry, attribute)
  if ('values' in read) entry.texts.set(attribute, read.values)
  else if (read.unknown === 'changing') throw fail('directory-changing', { count: 1 })
  else throw fail('page-malformed', { dn: nameOf(entry) })
}

type Members = Required<Pick<DirectoryObject, 'members'>> | Required<Pick<DirectoryObject, 'membersFault'>>

async function readMembers(session: Session, entry: Entry): Promise<Members> {
  try {
    const read = await readAllValues(session, entry, 'member')
    if ('values' in read) return { members: read.values.map(normalizeDn) }
    return { membersFault: faultOf(read.unknown, nameOf(entry), session.limits.values) }
  } catch (error) {
    // Only while the connection is good does an error say something about this list.
    session.mustBeSignedIn()
    if (error instanceof ReadFailure) return { membersFault: error.fault }
    throw error
  }
}

function faultOf(unknown: 'incomplete' | 'changing' | 'too-many', list: string, limit: number): ReadFault {
  if (unknown === 'too-many') return { code: 'list-too-long', args: { list, limit } }
  return { code: unknown === 'changing' ? 'list-changing' : 'list-incomplete', args: { list } }
}
