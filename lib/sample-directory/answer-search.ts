import { answerDirSync } from './dir-sync'
import type { Directory } from './directory'
import type { Item } from './item'
import type { OpenSearch, OpenSearches } from './paging'
import { controls, limits } from './protocol/controls'
import { type RequestControl, readDirSyncValue, readPagingValue, type SearchRequest } from './protocol/request'
import type { ResponseEntry } from './protocol/response'
import { faults, type Result, success } from './protocol/result'
import { inRange } from './ranges'
import { rootDse } from './root-dse'
import { search } from './search'
import { selectAttributes, valuesOf } from './values'

export type SearchAnswer = {
  entries: Iterable<ResponseEntry>
  references: readonly string[]
  result: Result
  /** The cookie of the paging control in the answer; null = no such control. */
  cookie: string | null
  /** The value of the DirSync control in the answer. */
  dirSync?: { more: boolean; cookie: Buffer }
}

export type SearchContext = {
  directory: Directory
  account: Item | null
  open: OpenSearches
  references: boolean
  /** Objects that DirSync looks at for one answer; null = it is not offered. */
  dirSync: number | null
  now: Date
}

const ended = (result: Result, cookie: string | null = null): SearchAnswer => ({
  entries: [],
  references: [],
  result,
  cookie,
})
const understood = new Set<string>(Object.values(controls))

/** Answers a search as a domain controller with Windows' default limits does. */
export function answerSearch(
  request: SearchRequest,
  requestControls: readonly RequestControl[],
  context: SearchContext,
): SearchAnswer {
  const isOffered = (oid: string) => understood.has(oid) && (oid !== controls.dirSync || context.dirSync !== null)
  if (requestControls.some(control => control.critical && !isOffered(control.oid)))
    return ended(faults.criticalControl())
  const { directory, account, now } = context
  if (request.base === '' && request.scope === 'base')
    return { ...ended(success), entries: [rootDse(directory, account, request.attributes, now)] }
  if (!account) return ended(faults.needsBind())
  const has = (oid: string) => requestControls.some(control => control.oid === oid)
  const changes = requestControls.find(control => control.oid === controls.dirSync)?.value
  if (changes && context.dirSync !== null)
    return answerDirSync(request, readDirSyncValue(changes), { directory, account, most: context.dirSync })
  const paging = requestControls.find(control => control.oid === controls.paging)?.value
  const { size, cookie } = paging ? readPagingValue(paging) : { size: 0, cookie: '' }
  if (paging && cookie !== '') return nextPage(request, cookie, size, context)
  const viewpoint = {
    account,
    showDeleted: has(controls.showDeleted) || has(controls.showRecycled),
    followDomain: context.references && !has(controls.domainScope),
  }
  const found = search(directory, request, viewpoint)
  if (!found.ok) return ended(found.result, paging ? '' : null)
  if (paging) return page({ ...found, fingerprint: request.fingerprint, next: 0 }, request, size, context)
  const limit = request.sizeLimit > 0 ? Math.min(request.sizeLimit, limits.pageSize) : limits.pageSize
  const complete = found.items.length <= limit
  return {
    entries: respond(found.items.slice(0, limit), request, directory),
    references: complete ? found.references : [],
    result: complete ? success : faults.sizeLimit(),
    cookie: null,
  }
}

function nextPage(request: SearchRequest, cookie: string, size: number, context: SearchContext): SearchAnswer {
  const open = context.open.take(cookie, request.fingerprint)
  if (!open) return ended(faults.criticalControl())
  // A size of zero gives the search up (RFC 2696 §3).
  return size === 0 ? ended(success, '') : page(open, request, size, context)
}

function page(
  open: OpenSearch,
  request: SearchRequest,
  size: number,
  { directory, open: searches }: SearchContext,
): SearchAnswer {
  const end = open.next + Math.min(size > 0 ? size : limits.pageSize, limits.pageSize)
  const items = open.items.slice(open.next, end)
  const last = end >= open.items.length
  return {
    entries: respond(items, request, directory),
    references: last ? open.references : [],
    result: success,
    cookie: last ? '' : searches.keep({ ...open, next: end }),
  }
}

function* respond(items: readonly Item[], request: SearchRequest, directory: Directory): Generator<ResponseEntry> {
  const select = selectAttributes(request.attributes)
  for (const item of items) {
    const attributes: [string, ReturnType<typeof valuesOf>][] = []
    for (const { name, range } of select(item))
      for (const piece of inRange(name, valuesOf(item, name, directory), range)) attributes.push(piece)
    yield { dn: directory.dnOf(item), attributes }
  }
}
