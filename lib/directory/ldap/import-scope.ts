import type { ObjectBlock } from '../object-block'
import { identityAttributes } from '../person-attributes'
import type { DirectoryObject, ImportPart, Scope, ScopeProof } from '../source'
import { shortText } from '../values'
import { guidOf, isList, isUnit, parentOf, usnOf } from './entry-values'
import { fail } from './faults'
import { importFilter, partFilter, rootBase } from './filters'
import { encoded, readFirstListing } from './first-listing'
import type { Entry } from './message'
import { ObjectTable } from './object-table'
import { proveScope } from './prove-scope'
import { judgeReference, type Partitions } from './references'
import { readRootDse } from './root-dse'
import { findScopeRoot, type ScopeRoot } from './scope-root'
import type { Listing } from './search'
import type { Session } from './session'

/** What one scope's reading needs beside its connection. */
export type ScopeRequest = {
  scope: Scope
  /** Of the scope among those of the import. */
  index: number
  baseDn: string
  attributes: readonly string[]
  /** Whether groups are read too. */
  lists: boolean
  /** Which part of the scope; null = all of it. */
  part: ImportPart | null
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
export async function* importScope(session: Session, request: ScopeRequest): AsyncGenerator<ObjectBlock, ScopeProof> {
  const first = await begin(session, request)
  yield* readFirstListing(session, request, first)
  return yield* encoded(request.index, proveScope(session, request, first))
}

/** Notes the number of an object that is about to be delivered, and counts one that was not known before. */
export function note(first: FirstListing, entry: Entry): void {
  const guid = guidOf(entry)
  const isNew = first.table.find(guid) < 0
  first.table.add(guid, usnOf(entry))
  if (!isNew) return
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
  const everything = importFilter(request.lists)
  const listing: Listing = {
    base: rootBase(session, root),
    scope: 'sub',
    filter: request.part ? partFilter(everything, request.part, root.anchor) : everything,
    attributes: [...identityAttributes, ...request.attributes],
    onReference: url => judgeReference(url, root.dn, request.partitions),
  }
  return { root, listing, table: new ObjectTable(), pages: 0, people: 0, lists: request.lists ? 0 : null, startUsn }
}
