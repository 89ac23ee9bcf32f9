import { anchorFromBytes } from '../anchor'
import type { DirectoryObject } from '../source'
import { guidOf, toObject } from './entry-values'
import { anchorsFilter, anchorsPerSearch, both } from './filters'
import { isLong, type LongListing, readLongEntries } from './long-entries'
import type { Entry } from './message'
import { readPages } from './search'
import type { Session } from './session'

/**
 * Reads the objects with these identities among what a listing names, as they are now. One that is not found is left out.
 * @param take is told of each entry before its object is handed on
 * @throws ReadFailure
 */
export async function* fetchObjects(
  session: Session,
  { listing, attributes }: LongListing,
  guids: readonly Buffer[],
  take: (entry: Entry) => void,
): AsyncGenerator<DirectoryObject[]> {
  for (let at = 0; at < guids.length; at += anchorsPerSearch) {
    const anchors = guids.slice(at, at + anchorsPerSearch).map(anchorFromBytes)
    const long: Buffer[] = []
    for await (const entries of readPages(session, {
      ...listing,
      filter: both(listing.filter, anchorsFilter(anchors)),
    })) {
      const objects: DirectoryObject[] = []
      for (const entry of entries)
        if (isLong(entry)) long.push(Buffer.from(guidOf(entry)))
        else {
          take(entry)
          objects.push(toObject(entry, attributes))
        }
      if (objects.length > 0) yield objects
    }
    yield* readLongEntries(session, { listing, attributes }, long, take)
  }
}
