import { anchorToBytes } from '../anchor'
import { Doubt } from './doubt'
import { bytesOf, guidOf, usnOf } from './entry-values'
import { EntryWalker } from './entry-walker'
import { type Entry, entryIn } from './message'
import { listingBelow, mustBeFew, type QuickReading } from './quick-reading'
import type { ScopeRoot } from './scope-root'
import { readPieces } from './search'

/** What a sweep wants to know of every object: who it is, whether it changed, and where it stands. */
const sweepAttributes = ['objectGUID', 'uSNChanged', 'parentGUID']

/**
 * Goes through the identities of everything below a root, at about a tenth of the bytes of reading it, and marks them as
 * seen. @returns the objects that are new or differ from what is known, and how many pages it took
 * @throws Doubt `full-numbers-went-back`, `full-too-many-changes`, `full-readings-disagree`; ReadFailure
 */
export async function sweepBelow(
  reading: QuickReading,
  root: Pick<ScopeRoot, 'anchor' | 'dn'>,
): Promise<{ differing: Buffer[]; pages: number }> {
  const { session } = reading
  const differing: Buffer[] = []
  const rootGuid = anchorToBytes(root.anchor)
  const walker = new EntryWalker([])
  let holdsRoot = false
  let pages = 0
  const listing = { ...listingBelow(reading, root), attributes: sweepAttributes }
  for await (const { messages, endsPage } of readPieces(session, listing)) {
    for (const message of messages) {
      if (holdsRoot && isUnchanged(reading, walker, message)) continue
      const entry = session.tap.read(() => entryIn(message))
      const guid = guidOf(entry)
      if (guid.equals(rootGuid)) holdsRoot = true
      if (isDifferent(reading, guid, entry)) differing.push(Buffer.from(guid))
    }
    if (endsPage) pages++
    mustBeFew(reading, differing.length)
  }
  // The root was just read by its identity: a listing without it shows nothing to this account, and proves nothing.
  if (!holdsRoot) throw new Doubt({ code: 'full-readings-disagree', args: { count: 1 } })
  return { differing, pages }
}

/** The usual case, decided on the network's bytes: known, under the same number and the same parent. */
function isUnchanged({ table }: QuickReading, walker: EntryWalker, message: Buffer): boolean {
  if (!walker.walkIdentity(message) || !walker.hasParent) return false
  const slot = table.find(message, walker.guidAt)
  if (slot < 0 || !table.isUsn(slot, walker.usnHigh, walker.usnLow)) return false
  if (!table.mayStandBelow(slot, message, walker.parentAt)) return false
  table.see(slot)
  return true
}

function isDifferent({ table, since }: QuickReading, guid: Buffer, entry: Entry): boolean {
  const slot = table.find(guid)
  if (slot < 0) return true
  table.see(slot)
  const usn = usnOf(entry)
  // A number that did not grow since and is yet another one was given by another history of this database.
  if (usn !== table.usn(slot) && usn <= since)
    throw new Doubt({ code: 'full-numbers-went-back', args: { was: table.usn(slot).toString(), now: usn.toString() } })
  return usn !== table.usn(slot) || !table.mayStandBelow(slot, bytesOf(entry, 'parentGUID')[0] ?? null)
}
