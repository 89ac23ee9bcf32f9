import { controls as known } from './protocol/controls'
import { writeFilter } from './protocol/filter'
import { type Request, type RequestControl, readPagingValue, type Scope } from './protocol/request'

/** One operation that a client sent, as proof of what was asked of the directory. Never holds a password. */
export type Operation = {
  /** Numbers the connections since the start. */
  connection: number
  messageId: number
  kind: Request['kind']
  /** The name signed in with, the base searched, the extension's OID, or the object meant to be written. */
  name: string
  encrypted: boolean
  controls: { oid: string; critical: boolean }[]
  search: { scope: Scope; filter: string; attributes: string[]; pageSize: number | null; following: boolean } | null
}

type Circumstances = { connection: number; messageId: number; encrypted: boolean; controls: readonly RequestControl[] }

export function describeOperation(request: Request, { controls, ...circumstances }: Circumstances): Operation {
  return {
    ...circumstances,
    kind: request.kind,
    name: nameOf(request),
    controls: controls.map(({ oid, critical }) => ({ oid, critical })),
    search: describeSearch(request, controls),
  }
}

function nameOf(request: Request): string {
  switch (request.kind) {
    case 'search':
      return request.base
    case 'extended':
      return request.oid
    case 'unbind':
    case 'abandon':
    case 'unknown':
      return ''
    default:
      return request.name
  }
}

function describeSearch(request: Request, controls: readonly RequestControl[]): Operation['search'] {
  if (request.kind !== 'search') return null
  const { scope, filter, attributes } = request
  const value = controls.find(control => control.oid === known.paging)?.value
  const paging = value ? readPagingValue(value) : null
  const following = paging !== null && paging.cookie !== ''
  return { scope, filter: writeFilter(filter), attributes, pageSize: paging?.size ?? null, following }
}
