import { type Anchor, anchorToBytes } from '../anchor'
import { encodeObjects } from '../object-block'
import type { DepartedObject, ImportEvent, ScopeProof } from '../source'
import type { Watermark } from '../watermark'
import { type Changes, readDirSyncChanges, readUsnChanges } from './changes'
import { Doubt } from './doubt'
import { mustBeFew, type QuickReading } from './quick-reading'
import { type Fetched, fetchInside, findDeparted } from './settle'
import { sweepBelow } from './sweep'

/** What was delivered so far, and what has to hold of it in the end. */
type Delivered = {
  /** Of each scope, for its proof. */
  counts: Pick<ScopeProof, 'pages' | 'objects' | 'people'>[]
  /** Units that were not known: what stands below them may never have changed, and be new all the same. */
  newUnits: { scope: number; anchor: Anchor; dn: string }[]
  /** Where the delivered objects stand. */
  parents: Set<Anchor>
}

/** Objects to be fetched: by the scope that named them, and from wherever they are. */
type Candidates = { inScope: Buffer[][]; anywhere: Buffer[]; dirSync: Watermark['dirSync'] }

/**
 * Delivers what differs from what is known: whatever the watermark's method names, as it is now; what became of known objects
 * that no scope has any more; and whoever names one of those of whom nothing is known any more. Proofs come last.
 * @returns DirSync's cookie to go on from
 * @throws Doubt when only a full read can be trusted; ReadFailure
 */
export async function* readQuickly(reading: QuickReading): AsyncGenerator<ImportEvent, Watermark['dirSync']> {
  const delivered: Delivered = {
    counts: reading.roots.map(() => ({ pages: 0, objects: 0, people: 0 })),
    newUnits: [],
    parents: new Set(),
  }
  const candidates = await findCandidates(reading, delivered)
  for (const [scope, guids] of candidates.inScope.entries())
    yield* deliver(reading, delivered, fetchInside(reading, guids, scope))
  yield* deliver(reading, delivered, fetchInside(reading, candidates.anywhere))
  if (reading.request.quick.watermark.method !== 'sweep') yield* deliverBelowNewUnits(reading, delivered)
  yield* settleDepartures(reading, delivered, [...candidates.inScope.flat(), ...candidates.anywhere])
  mustStandSomewhere(reading, delivered)
  for (const [scope, root] of reading.roots.entries()) yield proofOf(reading, scope, root, delivered)
  return candidates.dirSync
}

async function findCandidates(reading: QuickReading, delivered: Delivered): Promise<Candidates> {
  const { watermark } = reading.request.quick
  if (watermark.method === 'sweep') return sweepScopes(reading, delivered)
  const changes: Changes = await (watermark.method === 'usn' ? readUsnChanges(reading) : readDirSyncChanges(reading))
  const always = await fetchedAlways(reading)
  mustBeFew(reading, changes.guids.length + always.length)
  return { inScope: [], anywhere: distinct([...changes.guids, ...always]), dirSync: changes.dirSync }
}

const fetchedAlways = async ({ again }: QuickReading): Promise<Buffer[]> => [...(await again)].map(anchorToBytes)

async function sweepScopes(reading: QuickReading, delivered: Delivered): Promise<Candidates> {
  const inScope: Buffer[][] = []
  for (const [scope, root] of reading.roots.entries()) {
    const { differing, pages } = await sweepBelow(reading, root)
    inScope.push(differing)
    const counts = delivered.counts[scope]
    if (counts) counts.pages = pages
  }
  const anywhere = await fetchedAlways(reading)
  const differing = inScope.reduce((sum, guids) => sum + guids.length, 0)
  for (const guid of reading.table.unseen()) {
    anywhere.push(guid)
    mustBeFew(reading, differing + anywhere.length)
  }
  return { inScope, anywhere: distinct(anywhere), dirSync: null }
}

const distinct = (guids: readonly Buffer[]): Buffer[] => [
  ...new Map(guids.map(guid => [guid.toString('latin1'), guid])).values(),
]

async function* deliver(
  { again, rootAnchors }: QuickReading,
  { counts, newUnits, parents }: Delivered,
  fetched: AsyncIterable<Fetched>,
): AsyncGenerator<ImportEvent> {
  const isAgain = await again
  for await (const { scope, objects, newOnes } of fetched) {
    const block = encodeObjects(scope, objects)
    const count = counts[scope]
    if (count) {
      count.objects += block.objects
      count.people += block.people
    }
    for (const { anchor, kind, dn } of newOnes) if (kind === 'unit') newUnits.push({ scope, anchor, dn })
    for (const { anchor, parent } of objects)
      if (parent !== null && !rootAnchors.has(anchor) && !isAgain.has(anchor)) parents.add(parent)
    yield { type: 'objects', scope, block }
  }
}

/** A unit that moved into a scope brings everything below it along, and none of that has a new number. */
async function* deliverBelowNewUnits(reading: QuickReading, delivered: Delivered): AsyncGenerator<ImportEvent> {
  for (const unit of delivered.newUnits.splice(0)) {
    const { differing } = await sweepBelow(reading, unit)
    yield* deliver(reading, delivered, fetchInside(reading, differing, unit.scope))
  }
}

/** Of the candidates that no scope has, those that were known; then whoever names one that nobody knows anything of. */
async function* settleDepartures(
  reading: QuickReading,
  delivered: Delivered,
  candidates: readonly Buffer[],
): AsyncGenerator<ImportEvent> {
  const { table, request } = reading
  const missing = candidates.filter(guid => table.find(guid) >= 0 && !table.isDelivered(guid))
  const absent: Anchor[] = []
  for await (const objects of findDeparted(reading, missing)) {
    for (const departed of objects) {
      mustBeAccountedFor(reading, departed)
      table.leave(anchorToBytes(departed.anchor))
      if (departed.found === 'absent') absent.push(departed.anchor)
    }
    yield { type: 'gone', objects }
  }
  if (absent.length === 0) return
  const naming = (await request.quick.naming(absent)).map(anchorToBytes).filter(guid => table.isPresent(guid))
  mustBeFew(reading, candidates.length + naming.length)
  yield* deliver(reading, delivered, fetchInside(reading, naming))
}

/**
 * A feed names the unit that left a scope, and nobody of those who left with it. Everybody below a deleted unit was deleted
 * by name. @throws Doubt `full-unit-left`
 */
function mustBeAccountedFor({ table, request }: QuickReading, departed: DepartedObject): void {
  const slot = table.find(anchorToBytes(departed.anchor))
  if (request.quick.watermark.method !== 'sweep' && departed.found !== 'deleted' && table.isUnit(slot))
    throw new Doubt({ code: 'full-unit-left', args: { unit: departed.dn ?? departed.anchor } })
}

/** The directory changed between two questions when something stands below what is not there. @throws Doubt */
function mustStandSomewhere({ table }: QuickReading, { parents }: Delivered): void {
  const count = [...parents].filter(parent => !table.isPresent(anchorToBytes(parent))).length
  if (count > 0) throw new Doubt({ code: 'full-readings-disagree', args: { count } })
}

function proofOf(
  { request }: QuickReading,
  scope: number,
  root: QuickReading['roots'][number],
  { counts }: Delivered,
): ImportEvent {
  const proof: ScopeProof = {
    scope: request.scopes[scope] ?? { anchor: root.anchor, dn: root.dn },
    root: root.anchor,
    rootDn: root.dn,
    ...(counts[scope] ?? { pages: 0, objects: 0, people: 0 }),
    changedWhileReading: 0,
    rounds: 1,
  }
  return { type: 'scope-complete', scope, proof }
}
