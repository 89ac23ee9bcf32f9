import { BerCursor, berTags, MalformedMessage } from './ber-cursor'

/** One entry as it came: values are views on the network's bytes, attributes by their name in lower case. */
export type Entry = { dn: string; values: Map<string, Buffer[]> }

/** The end of a search (RFC 4511 §4.5.2 and §4.1.9). */
export type SearchDone = {
  code: number
  text: string
  /** Addresses of a result code 10. */
  referrals: string[]
  /** The cookie of the paged results control (RFC 2696); null when the control was not in the answer. */
  cookie: Buffer | null
}

export type ServerMessage = { id: number } & (
  | { kind: 'entry'; entry: Entry }
  | { kind: 'reference'; urls: string[] }
  | { kind: 'done'; done: SearchDone }
  /** A result of something else, such as the notice of disconnection (RFC 4511 §4.4.1). */
  | { kind: 'other'; operation: number; text: string }
)

const operations = { entry: 0x64, done: 0x65, reference: 0x73, extended: 0x78 } as const
const tags = { referral: 0xa3, controls: 0xa0 } as const
export const pagedResultsOid = '1.2.840.113556.1.4.319'

/** Reads one whole LDAPMessage (RFC 4511 §4.1.1). @throws MalformedMessage */
export function readMessage(frame: Buffer): ServerMessage {
  const cursor = new BerCursor(frame)
  const end = cursor.open(berTags.sequence, frame.length)
  const id = cursor.integer(berTags.integer, end)
  const operation = cursor.peek(end)
  const operationEnd = cursor.open(operation, end)
  switch (operation) {
    case operations.entry:
      return { id, kind: 'entry', entry: readEntry(cursor, operationEnd) }
    case operations.reference:
      return { id, kind: 'reference', urls: readTexts(cursor, operationEnd) }
    case operations.done:
      return { id, kind: 'done', done: readDone(cursor, operationEnd, end) }
    case operations.extended:
      return { id, kind: 'other', operation, text: readResult(cursor, operationEnd).text }
    default:
      return { id, kind: 'other', operation, text: '' }
  }
}

function readEntry(cursor: BerCursor, end: number): Entry {
  const dn = cursor.text(berTags.octets, end)
  const values = new Map<string, Buffer[]>()
  const listEnd = cursor.open(berTags.sequence, end)
  while (cursor.at < listEnd) readAttribute(cursor, listEnd, values)
  cursor.mustBeAt(end)
  return { dn, values }
}

function readAttribute(cursor: BerCursor, limit: number, values: Map<string, Buffer[]>): void {
  const end = cursor.open(berTags.sequence, limit)
  const name = cursor.octets(berTags.octets, end).toString('latin1').toLowerCase()
  const setEnd = cursor.open(berTags.set, end)
  const list: Buffer[] = []
  while (cursor.at < setEnd) list.push(cursor.octets(berTags.octets, setEnd))
  cursor.mustBeAt(end)
  // A part of a long list (MS-ADTS 3.1.1.3.1.3.3) must not look like the list.
  if (name.includes(';range=')) throw new MalformedMessage('An attribute came in ranges')
  values.set(name, list)
}

function readDone(cursor: BerCursor, end: number, messageEnd: number): SearchDone {
  const result = readResult(cursor, end)
  cursor.mustBeAt(end)
  return { ...result, cookie: cursor.at < messageEnd ? readCookie(cursor, messageEnd) : null }
}

function readResult(cursor: BerCursor, end: number): { code: number; text: string; referrals: string[] } {
  const code = cursor.integer(berTags.enumerated, end)
  cursor.skip(end)
  const text = cursor.text(berTags.octets, end)
  const referrals = cursor.peek(end) === tags.referral ? readTexts(cursor, cursor.open(tags.referral, end)) : []
  return { code, text, referrals }
}

function readTexts(cursor: BerCursor, end: number): string[] {
  const texts: string[] = []
  while (cursor.at < end) texts.push(cursor.text(berTags.octets, end))
  return texts
}

function readCookie(cursor: BerCursor, limit: number): Buffer | null {
  const end = cursor.open(tags.controls, limit)
  let cookie: Buffer | null = null
  while (cursor.at < end) {
    const controlEnd = cursor.open(berTags.sequence, end)
    const oid = cursor.text(berTags.octets, controlEnd)
    if (cursor.peek(controlEnd) === berTags.boolean) cursor.skip(controlEnd)
    if (oid === pagedResultsOid) cookie = readPagedResults(cursor.octets(berTags.octets, controlEnd))
    cursor.at = controlEnd
  }
  return cookie
}

/** realSearchControlValue ::= SEQUENCE { size INTEGER, cookie OCTET STRING } (RFC 2696 §2). */
function readPagedResults(value: Buffer): Buffer {
  const cursor = new BerCursor(value)
  const end = cursor.open(berTags.sequence, value.length)
  cursor.skip(end)
  // The cookie outlives the network's buffer, which may be used again.
  return Buffer.from(cursor.octets(berTags.octets, end))
}
