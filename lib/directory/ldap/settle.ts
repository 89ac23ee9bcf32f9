import { type Anchor, anchorFromBytes } from '../anchor'
import { identityAttributes } from '../person-attributes'
import type { DepartedObject, DirectoryObject } from '../source'
import { Doubt } from './doubt'
import { guidOf, normalizeDn, textOf, usnOf } from './entry-values'
import { fetchObjects } from './fetch-objects'
import { anchorsFilter, anchorsPerSearch, showDeleted } from './filters'
import { placed } from './import-scope'
import type { Entry } from './message'
import { attributesFor, listingBelow, type QuickReading } from './quick-reading'
import { judgeReference } from './references'
import type { ScopeRoot } from './scope-root'
import { readPages } from './search'

/** Objects of one scope as they are now, and those of them that were not known. */
export type Fetched = { scope: number; objects: DirectoryObject[]; newOnes: DirectoryObject[] }

/**
 * Fetches objects by their identity from whatever scope they are in; `first` is asked before the others. What no scope has
 * is left undelivered. @throws ReadFailure
 */
export async function* fetchInside(
  reading: QuickReading,
  guids: readonly Buffer[],
  first = 0,
): AsyncGenerator<Fetched> {
  for (let at = 0; at < guids.length; at += anchorsPerSearch) {
    let missing = guids.slice(at, at + anchorsPerSearch).filter(guid => !reading.table.isDelivered(guid))
    for (const scope of inOrder(reading.roots.length, first)) {
      const root = reading.roots[scope]
      if (!root || missing.length === 0) continue
      yield* fetchBelow(reading, root, scope, missing)
      missing = missing.filter(guid => !reading.table.isDelivered(guid))
    }
  }
}

const inOrder = (scopes: number, first: number): number[] => [
  first,
  ...Array.from({ length: scopes }, (_, scope) => scope).filter(scope => scope !== first),
]

async function* fetchBelow(
  reading: QuickReading,
  root: ScopeRoot,
  scope: number,
  guids: readonly Buffer[],
): AsyncGenerator<Fetched> {
  const { table, request } = reading
  const wanted = { listing: listingBelow(reading, root), attributes: attributesFor(request) }
  const unknown = new Set<Anchor>()
  const take = (entry: Entry) => {
    const guid = guidOf(entry)
    mustBeNews(reading, guid, usnOf(entry))
    if (table.find(guid) < 0) unknown.add(anchorFromBytes(guid))
    table.deliver(guid)
  }
  for await (const objects of fetchObjects(reading.session, wanted, guids, take)) {
    const newOnes = objects.filter(({ anchor }) => unknown.has(anchor))
    yield { scope, objects: objects.map(object => placed(object, root)), newOnes }
  }
}

/** A sweep that did not name an object which stands in its scope, unchanged, did not tell the truth. @throws Doubt */
function mustBeNews({ table, request, since }: QuickReading, guid: Buffer, usn: bigint): void {
  const slot = table.find(guid)
  const isUnseen = request.quick.watermark.method === 'sweep' && slot >= 0 && !table.isSeen(slot)
  if (isUnseen && usn <= since) throw new Doubt({ code: 'full-readings-disagree', args: { count: 1 } })
}

/** What became of known objects that no scope has: looked for in the whole naming context, tombstones included. @throws ReadFailure */
export async function* findDeparted(reading: QuickReading, guids: readonly Buffer[]): AsyncGenerator<DepartedObject[]> {
  for (let at = 0; at < guids.length; at += anchorsPerSearch) {
    const batch = guids.slice(at, at + anchorsPerSearch)
    const found = new Map<string, Entry>()
    for await (const entries of readPages(reading.session, {
      base: reading.namingContext,
      scope: 'sub',
      filter: anchorsFilter(batch.map(anchorFromBytes)),
      attributes: identityAttributes,
      controls: [showDeleted()],
      onReference: url => judgeReference(url, reading.namingContext, reading.rootDse),
    }))
      for (const entry of entries) found.set(guidOf(entry).toString('hex'), entry)
    yield batch.map(guid => departed(guid, found.get(guid.toString('hex'))))
  }
}

function departed(guid: Buffer, entry: Entry | undefined): DepartedObject {
  const anchor = anchorFromBytes(guid)
  if (!entry) return { anchor, found: 'absent', dn: null }
  const isDeleted = textOf(entry, 'isDeleted').toUpperCase() === 'TRUE'
  return isDeleted ? { anchor, found: 'deleted', dn: null } : { anchor, found: 'moved', dn: normalizeDn(entry.dn) }
}
