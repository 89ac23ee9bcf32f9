import { type BlockLayout, encodeObject, encodeObjects, layoutOf, type ObjectBlock } from '../object-block'
import type { DirectoryObject } from '../source'
import { BlockWriter } from './block-writer'
import { guidOf, toObject } from './entry-values'
import { EntryWalker } from './entry-walker'
import { fail } from './faults'
import { type FirstListing, note, placed, type ScopeRequest } from './import-scope'
import { isLong, readLongEntries } from './long-entries'
import { type Entry, entryIn } from './message'
import { RecordWriter } from './record-writer'
import { readPieces } from './search'
import type { Session } from './session'

/**
 * Reads everything below the root once and delivers it. People and units go from the network's bytes into records; entries
 * that take more than one answer come last. @throws ReadFailure
 */
export async function* readFirstListing(
  session: Session,
  request: ScopeRequest,
  first: FirstListing,
): AsyncGenerator<ObjectBlock> {
  const blocks: Blocks = { plain: new BlockWriter('plain'), whole: new BlockWriter('whole') }
  try {
    yield* readInto(blocks, session, request, first)
  } catch (error) {
    // What was read until then counts for nothing, but it says how far the reading came.
    for (const block of Object.values(blocks)) yield* block.take()
    throw error
  }
}

/** Lists are gathered beside the people among whom they come, since their records have another layout. */
type Blocks = Record<BlockLayout, BlockWriter>

async function* readInto(
  blocks: Blocks,
  session: Session,
  request: ScopeRequest,
  first: FirstListing,
): AsyncGenerator<ObjectBlock> {
  const { table, listing } = first
  const walker = new EntryWalker(request.attributes)
  const records = new RecordWriter(walker, request.attributes, request.index)
  const long = new Map<string, Buffer>()
  for await (const { messages, endsPage } of readPieces(session, listing)) {
    for (const message of messages) {
      if (!walker.walkObject(message)) {
        const entry = session.tap.read(() => entryIn(message))
        const object = takeUnusual(entry, request, first, long)
        if (object) add(blocks, request.index, object)
        // An object that moves while we read can be listed twice; the second listing sees that it changed.
      } else if (table.find(message, walker.guidAt) < 0) {
        table.addAt(message, walker.guidAt, walker.usnHigh, walker.usnLow)
        if (walker.kind === 'person') first.people++
        records.write(blocks.plain)
      }
      // Not at the end of a piece only: what waited while a part was packed would not fit into one block's memory.
      if (blocks.plain.isFull || blocks.whole.isFull) yield* takeFull(blocks)
    }
    if (endsPage) first.pages++
    if (table.size + long.size > session.limits.entries)
      throw fail('too-many-entries', { limit: session.limits.entries })
  }
  for (const block of Object.values(blocks)) yield* block.take()
  yield* encoded(request.index, readLong(session, request, first, [...long.values()]))
}

function* takeFull(blocks: Blocks): Generator<ObjectBlock> {
  for (const block of Object.values(blocks)) if (block.isFull) yield* block.take()
}

function add(blocks: Blocks, index: number, object: DirectoryObject): void {
  const layout = layoutOf(object)
  blocks[layout].add(encodeObject(index, object, layout), object.kind === 'person')
}

/**
 * Takes an entry that only a look at all it says can judge. One that takes more than one answer counts when all of it was
 * read: if it is not found then, it is one that was never listed. @returns null for one that is known or is read later
 */
function takeUnusual(
  entry: Entry,
  { attributes }: ScopeRequest,
  first: FirstListing,
  long: Map<string, Buffer>,
): DirectoryObject | null {
  const guid = guidOf(entry)
  if (first.table.find(guid) >= 0) return null
  if (isLong(entry)) {
    long.set(guid.toString('hex'), Buffer.from(guid))
    return null
  }
  note(first, entry)
  return placed(toObject(entry, attributes), first.root)
}

async function* readLong(
  session: Session,
  { attributes }: ScopeRequest,
  first: FirstListing,
  long: readonly Buffer[],
): AsyncGenerator<DirectoryObject[]> {
  const { listing, root } = first
  for await (const objects of readLongEntries(session, { listing, attributes }, long, entry => note(first, entry)))
    yield objects.map(object => placed(object, root))
}

/** The same generator, its objects as blocks. */
export async function* encoded<T>(
  index: number,
  objects: AsyncGenerator<DirectoryObject[], T>,
): AsyncGenerator<ObjectBlock, T> {
  for (let step = await objects.next(); ; step = await objects.next()) {
    if (step.done) return step.value
    yield encodeObjects(index, step.value)
  }
}
