import { anchorFromBytes, anchorToBytes } from '../anchor'
import { identityAttributes } from '../person-attributes'
import type { DirectoryObject, ScopeProof } from '../source'
import { guidOf, usnOf } from './entry-values'
import { EntryWalker } from './entry-walker'
import { fail } from './faults'
import { fetchObjects } from './fetch-objects'
import { anchorBase, anyObject, showDeleted } from './filters'
import { type FirstListing, note, placed, type ScopeRequest } from './import-scope'
import { type Entry, entryIn } from './message'
import { readBase, readPieces } from './search'
import type { Session } from './session'

const mostRounds = 3

/** How a further listing differs from what was delivered. */
type Differences = {
  /** Delivered, and changed since. */
  changed: Buffer[]
  /** Never delivered. */
  appeared: Buffer[]
  /** Delivered, and not listed any more. */
  vanished: Buffer[]
}

/**
 * Lists identities and uSNChanged once more on the same connection and compares: the set must be the one delivered. A
 * difference is allowed only for an object that changed since the start, and that object is fetched by its identity and
 * delivered again. Where the set itself differed, the next round must find it settled; after three rounds the directory is
 * changing faster than it can be read. @throws ReadFailure `enumerations-differ`, `directory-changing`
 */
export async function* proveScope(
  session: Session,
  request: ScopeRequest,
  first: FirstListing,
): AsyncGenerator<DirectoryObject[], ScopeProof> {
  const fetched = new Set<string>()
  for (let round = 1; round <= mostRounds; round++) {
    const differences = await compare(session, first, round)
    const wanted = [...differences.changed, ...differences.appeared]
    for (const guid of wanted) fetched.add(guid.toString('hex'))
    const isFetched = (yield* fetchAgain(session, request, first, wanted)) === wanted.length
    const isSettled = isFetched && differences.appeared.length === 0 && differences.vanished.length === 0
    for (const guid of differences.vanished)
      if (await hasLeft(session, first, guid)) {
        fetched.add(guid.toString('hex'))
        first.table.dismiss(guid)
      }
    if (isSettled) {
      mustHoldRoot(first)
      return proofOf(request, first, round, fetched.size)
    }
    if (round === mostRounds) throw fail('directory-changing', { count: differing(differences) })
  }
  throw fail('directory-changing', { count: fetched.size })
}

const differing = ({ changed, appeared, vanished }: Differences) => changed.length + appeared.length + vanished.length

async function compare(session: Session, first: FirstListing, round: number): Promise<Differences> {
  const { table, startUsn } = first
  const differences: Differences = { changed: [], appeared: [], vanished: [] }
  const listing = { ...first.listing, attributes: ['objectGUID', 'uSNChanged'] }
  let unexplained = 0
  const walker = new EntryWalker([])
  for await (const { messages } of readPieces(session, listing))
    for (const message of messages) {
      if (walker.walkIdentity(message)) {
        const slot = table.find(message, walker.guidAt)
        if (slot >= 0) table.mark(slot, round)
        if (slot >= 0 && table.isUsn(slot, walker.usnHigh, walker.usnLow)) continue
      }
      const { guid, usn } = identityOf(session.tap.read(() => entryIn(message)))
      const slot = table.find(guid)
      if (slot >= 0) table.mark(slot, round)
      if (slot >= 0 && table.usn(slot) === usn) continue
      // Not changed since the start, and yet different: one of the two listings was not the truth.
      if (usn <= startUsn) unexplained++
      else if (slot >= 0) differences.changed.push(guid)
      else differences.appeared.push(guid)
    }
  if (unexplained > 0) throw fail('enumerations-differ', { count: unexplained })
  differences.vanished.push(...table.unmarked(round))
  return differences
}

const identityOf = (entry: Entry) => ({ guid: Buffer.from(guidOf(entry)), usn: usnOf(entry) })

/**
 * Delivers the present state of objects that changed; one that is not found, perhaps gone again meanwhile, is left to the
 * next round. @returns how many were found
 */
async function* fetchAgain(
  session: Session,
  { attributes }: ScopeRequest,
  first: FirstListing,
  guids: readonly Buffer[],
): AsyncGenerator<DirectoryObject[], number> {
  const found = new Set<string>()
  const take = (entry: Entry) => {
    note(first, entry)
    found.add(guidOf(entry).toString('hex'))
  }
  const wanted = { listing: first.listing, attributes }
  for await (const objects of fetchObjects(session, wanted, guids, take))
    yield objects.map(object => placed(object, first.root))
  return found.size
}

/**
 * Whether an object that is not listed any more has really left: it was deleted or moved after the start. What was
 * delivered of it stays, as the state at the start; the next run sees the rest. An object that nobody can be asked about
 * (its tombstone is hidden) is not proved to have left. @throws ReadFailure `enumerations-differ`
 */
async function hasLeft(session: Session, first: FirstListing, guid: Buffer): Promise<boolean> {
  const answer = await readBase(session, anchorBase(anchorFromBytes(guid)), {
    filter: anyObject,
    attributes: identityAttributes,
    controls: [showDeleted()],
  })
  if (answer.kind !== 'found') return false
  if (usnOf(answer.entry) <= first.startUsn) throw fail('enumerations-differ', { count: 1 })
  return true
}

/**
 * The root was read by its identity, so a listing of what is in it names it. One that does not was answered by a server
 * that shows nothing, as to somebody who is not signed in any more. @throws ReadFailure `enumerations-differ`
 */
function mustHoldRoot({ root, table }: FirstListing): void {
  if (table.find(anchorToBytes(root.anchor)) < 0) throw fail('enumerations-differ', { count: 1 })
}

function proofOf(request: ScopeRequest, first: FirstListing, rounds: number, changed: number): ScopeProof {
  return {
    scope: request.scope,
    root: first.root.anchor,
    rootDn: first.root.dn,
    pages: first.pages,
    objects: first.table.size,
    people: first.people,
    ...(first.lists === null ? {} : { lists: first.lists }),
    changedWhileReading: changed,
    rounds,
  }
}
