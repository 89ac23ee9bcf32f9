import { EqualityFilter, type Filter, GreaterThanEqualsFilter, OrFilter } from 'ldapts'
import { listAttributes } from '../list-attributes'
import type { Watermark } from '../watermark'
import { readDirSync } from './dirsync'
import { Doubt } from './doubt'
import { guidOf } from './entry-values'
import { both, importFilter, showDeleted } from './filters'
import type { Entry } from './message'
import { attributesFor, mustBeFew, type QuickReading } from './quick-reading'
import { judgeReference } from './references'
import { readPages } from './search'

/** What a feed of changes named, and the cookie to go on from where it has one. */
export type Changes = { guids: Buffer[]; dirSync: Watermark['dirSync'] }

/** A tombstone has no category any more, so that it is no person to a filter. */
const orTombstones = ({ request }: QuickReading): Filter =>
  new OrFilter({
    filters: [importFilter(request.lists ?? false), new EqualityFilter({ attribute: 'isDeleted', value: 'TRUE' })],
  })

/**
 * Everything in the naming context with a number above the watermark's. Not below the scopes' roots only: whoever moved out
 * of them is found elsewhere. @throws Doubt `full-too-many-changes`; ReadFailure
 */
export async function readUsnChanges(reading: QuickReading): Promise<Changes> {
  const newer = new GreaterThanEqualsFilter({ attribute: 'uSNChanged', value: (reading.since + 1n).toString() })
  const guids: Buffer[] = []
  const pages = readPages(reading.session, {
    base: reading.namingContext,
    scope: 'sub',
    filter: both(newer, orTombstones(reading)),
    attributes: ['objectGUID'],
    controls: [showDeleted()],
    onReference: url => judgeReference(url, reading.namingContext, reading.rootDse),
  })
  for await (const entries of pages) take(reading, guids, entries)
  return { guids, dirSync: null }
}

/** The attributes whose change is wanted to be heard of, beside those of the request: a place and a deletion. */
const placeAttributes = ['name', 'isDeleted', 'objectClass']
/** The same by the server's own feed, which leaves out whoever changed in other attributes only. @throws Doubt, ReadFailure */
export async function readDirSyncChanges(reading: QuickReading): Promise<Changes> {
  const { dirSync } = reading.request.quick.watermark
  if (dirSync === null) throw new Doubt({ code: 'full-cookie-refused', args: { reason: '–' } })
  const guids: Buffer[] = []
  const feed = readDirSync(reading.session, {
    namingContext: reading.namingContext,
    partitions: reading.rootDse,
    filter: orTombstones(reading),
    attributes: feedAttributes(reading),
    cookie: Buffer.from(dirSync.cookie, 'base64'),
    objectSecurity: dirSync.objectSecurity,
  })
  for (let step = await feed.next(); ; step = await feed.next()) {
    if (step.done) return { guids, dirSync: { ...dirSync, cookie: step.value.toString('base64') } }
    take(reading, guids, step.value)
  }
}

function feedAttributes({ request }: QuickReading): string[] {
  const ofLists = request.lists ? [...listAttributes, 'member'] : []
  return [...new Set([...placeAttributes, ...attributesFor(request), ...(request.watched ?? []), ...ofLists])]
}

function take(reading: QuickReading, guids: Buffer[], entries: readonly Entry[]): void {
  for (const entry of entries) guids.push(Buffer.from(guidOf(entry)))
  mustBeFew(reading, guids.length)
}
