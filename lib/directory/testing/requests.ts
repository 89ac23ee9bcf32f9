import { BerReader, PagedResultsControl, PresenceFilter, SearchRequest } from 'ldapts'

const requestOperations: Record<number, string> = {
  96: 'bind',
  66: 'unbind',
  99: 'search',
  80: 'abandon',
  119: 'extended',
}

/** What the reader asked for, as far as a script wants to know. */
export type Search = {
  id: number
  kind: 'root-dse' | 'base' | 'first-listing' | 'second-listing' | 'fetch' | 'other-listing'
  base: string
  attributes: string[]
  controls: string[]
  paging: { size: number; cookie: string; critical: boolean } | null
  /** The limits that the client sets itself; 0 = none. */
  limits: { entries: number; seconds: number }
  /** The whole request, in which identities can be looked for as bytes. */
  frame: Buffer
}

/** The operation's name, or its tag where a reader has no business sending it. */
export function operationOf(frame: Buffer): { id: number; name: string; reader: BerReader } {
  const reader = new BerReader(frame)
  reader.readSequence()
  const id = reader.readInt() ?? 0
  const tag = reader.peek() ?? 0
  return { id, name: requestOperations[tag] ?? `0x${tag.toString(16)}`, reader }
}

/** Reads a search request with ldapts' own classes. */
export function readSearch(id: number, reader: BerReader, frame: Buffer): Search {
  reader.readSequence()
  const request = new SearchRequest({ messageId: id, filter: new PresenceFilter({ attribute: 'objectClass' }) })
  request.parse(reader, [])
  const { baseDN: base, scope, attributes, controls = [] } = request
  const paged = controls.find(control => control instanceof PagedResultsControl)
  const paging = paged
    ? {
        size: paged.value?.size ?? 0,
        cookie: paged.value?.cookie?.toString() ?? '',
        critical: paged.critical,
      }
    : null
  const limits = { entries: request.sizeLimit, seconds: request.timeLimit }
  const kind = kindOf(base, scope, attributes, frame)
  return { id, kind, base, attributes, controls: oids(frame), paging, limits, frame }
}

function kindOf(base: string, scope: string, attributes: string[], frame: Buffer): Search['kind'] {
  if (scope === 'base') return base === '' ? 'root-dse' : 'base'
  // An equality filter on identities is a fetch: 16 bytes after the attribute's name.
  if (frame.includes(Buffer.from('\x04\x0aobjectGUID\x04\x10', 'latin1'))) return 'fetch'
  if (attributes.includes('displayname')) return 'first-listing'
  return attributes.join() === 'objectguid,usnchanged' ? 'second-listing' : 'other-listing'
}

const oids = (frame: Buffer) =>
  [...frame.toString('latin1').matchAll(/1\.2\.840\.113556\.1\.4\.\d+/g)].map(([oid]) => oid)
