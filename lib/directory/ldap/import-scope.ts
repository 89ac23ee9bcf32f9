import { identityAttributes } from '../person-attributes'
import type { DirectoryObject, Scope, ScopeProof } from '../source'
import { shortText } from '../values'
import { guidOf, isList, isUnit, parentOf, toObject, usnOf } from './entry-values'
import { fail } from './faults'
import { importFilter, rootBase } from './filters'
import { isLong, readLongEntries } from './long-entries'
import type { Entry } from './message'
import { ObjectTable } from './object-table'
import { proveScope } from './prove-scope'
import { judgeReference, type Partitions } from './references'
import { readRootDse } from './root-dse'
import { findScopeRoot, type ScopeRoot } from './scope-root'
import { type Listing, readPages } from './search'
import type { Session } from './session'

/** What one scope's reading needs beside its connection. */
export type ScopeRequest = {
  scope: Scope
  baseDn: string
  attributes: readonly string[]
  /** Whether groups are read too. */
  lists: boolean
  partitions: Partitions
}

/** What is known of the first listing when the second begins. */
export type FirstListing = {
  root: ScopeRoot
  listing: Listing
  table: ObjectTable
  pages: number
  people: number
  /** Lists found; null where nobody asked for them. */
  lists: number | null
  /** highestCommittedUSN before the first page: an object changed while reading has a higher uSNChanged. */
  startUsn: bigint
}

/**
 * Streams everything below a scope's root and returns the proof that nothing is missing. Objects that changed while reading
 * are delivered a second time; the last delivery counts. @throws ReadFailure
 */
export async function* importScope(
  session: Session,
  request: ScopeRequest,
): AsyncGenerator<DirectoryObject[], ScopeProof> {
  const first = await begin(session, request)
  const { table, listing } = first
  const long: Buffer[] = []
  for await (const entries of readPages(session, listing)) {
    first.pages++
    const objects: DirectoryObject[] = []
    for (const entry of entries) {
      const guid = guidOf(entry)
      // An object that moves while we read can be listed twice; the second listing sees that it changed.
      if (table.find(guid) >= 0) continue
      table.add(guid, usnOf(entry))
      count(first, entry)
      if (isLong(entry)) long.push(Buffer.from(guid))
      else objects.push(placed(toObject(entry, request.attributes), first.root))
    }
    if (table.size > session.limits.entries) throw fail('too-many-entries', { limit: session.limits.entries })
    if (objects.length > 0) yield objects
  }
  const noteNumber = (entry: Entry) => table.add(guidOf(entry), usnOf(entry))
  for await (const objects of readLongEntries(session, { listing, attributes: request.attributes }, long, noteNumber))
    yield objects.map(object => placed(object, first.root))
  return yield* proveScope(session, request, first)
}

/** Counts an object that was not known before. */
export function count(first: FirstListing, entry: Entry): void {
  if (isList(entry)) first.lists = (first.lists ?? 0) + 1
  else if (!isUnit(entry)) first.people++
}

/** Only a naming context stands nowhere; anybody else without a parent would be outside of every unit. @throws ReadFailure */
export function placed(object: DirectoryObject, root: ScopeRoot): DirectoryObject {
  const isTop = object.anchor === root.anchor && parentOf(root.entry) === null
  if (object.parent === null && !isTop) throw fail('page-malformed', { dn: shortText(object.dn) })
  return object
}

async function begin(session: Session, request: ScopeRequest): Promise<FirstListing> {
  const { highestCommittedUsn: startUsn } = await readRootDse(session)
  const root = await findScopeRoot(session, request.scope, request.baseDn)
  const listing: Listing = {
    base: rootBase(session, root),
    scope: 'sub',
    filter: importFilter(request.lists),
    attributes: [...identityAttributes, ...request.attributes],
    onReference: url => judgeReference(url, root.dn, request.partitions),
  }
  return { root, listing, table: new ObjectTable(), pages: 0, people: 0, lists: request.lists ? 0 : null, startUsn }
}
