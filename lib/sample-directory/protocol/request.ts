import { Ber, BerReader } from 'ldapts'
import { type Filter, readFilter } from './filter'

export type Scope = 'base' | 'one' | 'sub'
export type RequestControl = { oid: string; critical: boolean; value: Buffer | null }
export type WriteKind = 'add' | 'modify' | 'delete' | 'modifyDN' | 'compare'

export type SearchRequest = {
  kind: 'search'
  base: string
  scope: Scope
  sizeLimit: number
  typesOnly: boolean
  filter: Filter
  attributes: string[]
  /** The request's bytes without its controls: following pages must ask for the same. */
  fingerprint: string
}

/** What a client asks (RFC 4511 §4). The contents of a write are not read: it is refused whatever it says. */
export type Request =
  | { kind: 'bind'; name: string; password: Buffer | null }
  | SearchRequest
  | { kind: 'extended'; oid: string }
  | { kind: 'unbind' }
  | { kind: 'abandon'; messageId: number }
  | { kind: WriteKind; name: string }
  | { kind: 'unknown'; tag: number }

export type RequestMessage = { id: number; request: Request; controls: RequestControl[] }

/** A request that breaks RFC 4511; the server says goodbye and closes. */
class RequestFault extends Error {}

const scopes = ['base', 'one', 'sub'] as const
const writes: Record<number, WriteKind> = { 102: 'modify', 104: 'add', 108: 'modifyDN', 110: 'compare' }

/** Reads one whole message. @throws when it is malformed */
export function readRequest(message: Buffer): RequestMessage {
  const reader = new BerReader(message)
  reader.readSequence()
  const id = reader.readInt()
  if (id === null || id <= 0) throw new RequestFault('A message needs a positive number')
  const tag = reader.peek()
  if (tag === null) throw new RequestFault('The message is empty')
  if (tag === 0x42 || tag === 0x4a || tag === 0x50) {
    const value = reader.readString(tag, true)
    return { id, request: primitive(tag, value ?? Buffer.alloc(0)), controls: readControls(reader) }
  }
  reader.readSequence()
  const end = reader.offset + reader.length
  if (end > message.length) throw new RequestFault('The message is cut short')
  const request = readOperation(reader, tag, message.subarray(reader.offset, end))
  reader.offset = end
  return { id, request, controls: readControls(reader) }
}

function primitive(tag: number, value: Buffer): Request {
  if (tag === 0x42) return { kind: 'unbind' }
  if (tag === 0x4a) return { kind: 'delete', name: value.toString() }
  return { kind: 'abandon', messageId: value.length > 0 ? value.readUIntBE(0, Math.min(value.length, 6)) : 0 }
}

function readOperation(reader: BerReader, tag: number, body: Buffer): Request {
  switch (tag) {
    case 0x60: {
      reader.readInt()
      const name = reader.readString() ?? ''
      return { kind: 'bind', name, password: reader.peek() === 0x80 ? reader.readString(0x80, true) : null }
    }
    case 0x63:
      return readSearch(reader, body)
    case 0x77:
      return { kind: 'extended', oid: reader.readString(0x80) ?? '' }
    default: {
      const kind = writes[tag]
      return kind ? { kind, name: reader.readString() ?? '' } : { kind: 'unknown', tag }
    }
  }
}

function readSearch(reader: BerReader, body: Buffer): SearchRequest {
  const base = reader.readString() ?? ''
  const scope = scopes[reader.readEnumeration() ?? -1]
  if (!scope) throw new RequestFault('This scope does not exist')
  reader.readEnumeration()
  const sizeLimit = reader.readInt() ?? 0
  reader.readInt()
  const typesOnly = reader.readBoolean() ?? false
  const filter = readFilter(reader)
  const attributes: string[] = []
  reader.readSequence(Ber.Sequence | Ber.Constructor)
  const end = reader.offset + reader.length
  while (reader.offset < end) attributes.push(reader.readString() ?? '')
  return {
    ...{ kind: 'search', base, scope, sizeLimit, typesOnly, filter, attributes },
    fingerprint: body.toString('base64'),
  }
}

function readControls(reader: BerReader): RequestControl[] {
  const controls: RequestControl[] = []
  if (reader.peek() !== 0xa0) return controls
  reader.readSequence(0xa0)
  const end = reader.offset + reader.length
  while (reader.offset < end) {
    reader.readSequence()
    const controlEnd = reader.offset + reader.length
    const oid = reader.readString() ?? ''
    const critical = reader.offset < controlEnd && reader.peek() === Ber.Boolean ? reader.readBoolean() === true : false
    const value = reader.offset < controlEnd ? reader.readString(Ber.OctetString, true) : null
    controls.push({ oid, critical, value })
    reader.offset = controlEnd
  }
  return controls
}

/** What a DirSync control asks for (MS-ADTS 3.1.1.3.4.1.3): flags, most bytes of an answer, and where to go on. */
export type DirSyncValue = { flags: number; maxBytes: number; cookie: Buffer }

/** @throws when it is malformed */
export function readDirSyncValue(value: Buffer): DirSyncValue {
  const reader = new BerReader(value)
  reader.readSequence()
  const flags = reader.readInt()
  const maxBytes = reader.readInt()
  const cookie = reader.readString(Ber.OctetString, true)
  if (flags === null || maxBytes === null || cookie === null) throw new RequestFault('This is no DirSync control')
  return { flags, maxBytes, cookie: Buffer.from(cookie) }
}

/** The size and cookie of a paging control (RFC 2696 §2). @throws when it is malformed */
export function readPagingValue(value: Buffer): { size: number; cookie: string } {
  const reader = new BerReader(value)
  reader.readSequence()
  const size = reader.readInt() ?? 0
  return { size, cookie: (reader.readString(Ber.OctetString, true) ?? Buffer.alloc(0)).toString('hex') }
}
