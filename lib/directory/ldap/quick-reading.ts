import type { Anchor } from '../anchor'
import { primaryGroupAttribute } from '../list-attributes'
import { identityAttributes } from '../person-attributes'
import type { ImportRequest, QuickRequest } from '../source'
import { Doubt } from './doubt'
import { importFilter, rootBase } from './filters'
import { KnownTable } from './known-table'
import { judgeReference } from './references'
import type { RootDse } from './root-dse'
import { findScopeRoot, type ScopeRoot } from './scope-root'
import type { Listing } from './search'
import type { Session } from './session'

/** What all parts of one quick import share. */
export type QuickReading = {
  session: Session
  rootDse: RootDse
  request: ImportRequest & { quick: QuickRequest }
  /** That of the search base; moved and deleted objects are looked for in all of it. */
  namingContext: string
  /** Of each scope, in the request's order. */
  roots: ScopeRoot[]
  rootAnchors: ReadonlySet<Anchor>
  /** Known objects that are fetched in any case. */
  again: Promise<ReadonlySet<Anchor>>
  table: KnownTable
  /** Everything with a number up to this one was there when the last snapshot was read. */
  since: bigint
}

/** Reads what is known, and finds the scopes' roots by their identity. @throws ReadFailure */
export async function beginQuickReading(
  found: Pick<QuickReading, 'session' | 'rootDse' | 'request' | 'namingContext'>,
  baseDn: string,
): Promise<QuickReading> {
  const table = new KnownTable()
  for await (const records of found.request.quick.known) table.load(records)
  const roots: ScopeRoot[] = []
  for (const scope of found.request.scopes) roots.push(await findScopeRoot(found.session, scope, baseDn))
  const since = BigInt(found.request.quick.watermark.usn)
  const rootAnchors = new Set(roots.map(root => root.anchor))
  const again = found.request.quick.again.then(anchors => new Set(anchors))
  // Whoever needs them is told why there are none; they may be needed late, or not at all.
  again.catch(() => undefined)
  return { ...found, roots, rootAnchors, again, table, since }
}

/** Attributes of people and units; whose primary group is which list is read of people where lists are read. */
export const attributesFor = ({
  attributes,
  lists = false,
}: Pick<ImportRequest, 'attributes' | 'lists'>): readonly string[] =>
  lists ? [...attributes, primaryGroupAttribute] : attributes

/** What is asked below a root, in whatever attributes. */
export function listingBelow(reading: QuickReading, root: Pick<ScopeRoot, 'anchor' | 'dn'>): Listing {
  return {
    base: rootBase(reading.session, root),
    scope: 'sub',
    filter: importFilter(reading.request.lists ?? false),
    attributes: [...identityAttributes, ...attributesFor(reading.request)],
    onReference: url => judgeReference(url, root.dn, reading.rootDse),
  }
}

/** Fetching many objects one by one costs more than reading all of them, and so many changes at once deserve a full look. */
export function mustBeFew(reading: QuickReading, count: number): void {
  if (count > Math.max(leastLimit, reading.table.size / 4))
    throw new Doubt({ code: 'full-too-many-changes', args: { count } })
}

const leastLimit = 5_000
