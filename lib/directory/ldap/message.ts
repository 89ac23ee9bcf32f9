import { binaryAttributes } from '../binary-values'
import { BerCursor, berTags, MalformedMessage } from './ber-cursor'

/**
 * One entry as it came, attributes by their name in lower case, options included: a part of a long list (`member;range=0-1499`)
 * does not look like the list. Text is decoded at once: a view on the network's bytes for every value would cost several
 * times as much, most of it in collecting them again.
 */
export type Entry = { dn: string; texts: Map<string, string[]>; bytes: Map<string, Buffer[]> }

/** The end of a search (RFC 4511 §4.5.2 and §4.1.9). */
export type SearchDone = {
  code: number
  text: string
  /** Addresses of a result code 10. */
  referrals: string[]
  /** The cookie of the paged results control (RFC 2696); null when the control was not in the answer. */
  cookie: Buffer | null
  /** The value of the DirSync control (MS-ADTS 3.1.1.3.4.1.3); null when it was not in the answer. */
  dirSync: Buffer | null
}

export type ServerMessage = { id: number } & (
  | { kind: 'entry'; entry: Entry }
  | { kind: 'reference'; urls: string[] }
  | { kind: 'done'; done: SearchDone }
  /** A result of something else, such as the notice of disconnection (RFC 4511 §4.4.1). */
  | { kind: 'other'; operation: number; code: number; text: string }
)

const operations = { entry: 0x64, done: 0x65, reference: 0x73, extended: 0x78 } as const
const tags = { referral: 0xa3, controls: 0xa0 } as const
const pagedResultsOid = '1.2.840.113556.1.4.319'
const dirSyncOid = '1.2.840.113556.1.4.841'

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
      return { id, kind: 'other', operation, ...readExtended(cursor, operationEnd) }
    default:
      return { id, kind: 'other', operation, code: -1, text: '' }
  }
}

/** The id of a whole message. @throws MalformedMessage */
export function messageId(message: Buffer): number {
  const cursor = new BerCursor(message)
  return cursor.integer(berTags.integer, cursor.open(berTags.sequence, message.length))
}

/** Whether a message with a readable id is an entry; what it says is not looked at. */
export function isEntry(message: Buffer): boolean {
  const cursor = new BerCursor(message)
  const end = cursor.open(berTags.sequence, message.length)
  cursor.skip(end)
  return cursor.peek(end) === operations.entry
}

/** The entry of a message that `isEntry`. @throws MalformedMessage */
export function entryIn(message: Buffer): Entry {
  const read = readMessage(message)
  if (read.kind !== 'entry') throw new MalformedMessage('This is no entry')
  return read.entry
}

function readEntry(cursor: BerCursor, end: number): Entry {
  const entry: Entry = { dn: cursor.text(berTags.octets, end), texts: new Map(), bytes: new Map() }
  const listEnd = cursor.open(berTags.sequence, end)
  while (cursor.at < listEnd) readAttribute(cursor, listEnd, entry)
  cursor.mustBeAt(end)
  return entry
}

function readAttribute(cursor: BerCursor, limit: number, entry: Entry): void {
  const end = cursor.open(berTags.sequence, limit)
  const name = lowerCase(cursor.text(berTags.octets, end))
  const setEnd = cursor.open(berTags.set, end)
  if (binaryAttributes.has(name))
    entry.bytes.set(
      name,
      readList(cursor, setEnd, () => cursor.octets(berTags.octets, setEnd)),
    )
  else
    entry.texts.set(
      name,
      readList(cursor, setEnd, () => cursor.text(berTags.octets, setEnd)),
    )
  cursor.mustBeAt(end)
}

function readList<T>(cursor: BerCursor, end: number, read: () => T): T[] {
  const list: T[] = []
  while (cursor.at < end) list.push(read())
  return list
}

const knownNames = new Map<string, string>()

/** A directory answers with the same few names all the time. */
function lowerCase(name: string): string {
  const known = knownNames.get(name)
  if (known !== undefined) return known
  const lower = name.toLowerCase()
  if (knownNames.size < 1_000) knownNames.set(name, lower)
  return lower
}

/** ExtendedResponse (RFC 4511 §4.12), without its name and value. */
function readExtended(cursor: BerCursor, end: number): { code: number; text: string } {
  const { code, text } = readResult(cursor, end)
  return { code, text }
}

function readDone(cursor: BerCursor, end: number, messageEnd: number): SearchDone {
  const result = readResult(cursor, end)
  cursor.mustBeAt(end)
  const controls = cursor.at < messageEnd ? readControls(cursor, messageEnd) : { cookie: null, dirSync: null }
  return { ...result, ...controls }
}

function readResult(cursor: BerCursor, end: number): { code: number; text: string; referrals: string[] } {
  const code = cursor.integer(berTags.enumerated, end)
  cursor.skip(end)
  const text = cursor.text(berTags.octets, end)
  const referrals = cursor.peek(end) === tags.referral ? readTexts(cursor, cursor.open(tags.referral, end)) : []
  return { code, text, referrals }
}

const readTexts = (cursor: BerCursor, end: number): string[] =>
  readList(cursor, end, () => cursor.text(berTags.octets, end))

/** The controls that the reader asks for; others are passed over. */
function readControls(cursor: BerCursor, limit: number): Pick<SearchDone, 'cookie' | 'dirSync'> {
  const end = cursor.open(tags.controls, limit)
  const found: Pick<SearchDone, 'cookie' | 'dirSync'> = { cookie: null, dirSync: null }
  while (cursor.at < end) {
    const controlEnd = cursor.open(berTags.sequence, end)
    const oid = cursor.text(berTags.octets, controlEnd)
    if (cursor.peek(controlEnd) === berTags.boolean) cursor.skip(controlEnd)
    if (oid === pagedResultsOid) found.cookie = readPagedResults(cursor.octets(berTags.octets, controlEnd))
    if (oid === dirSyncOid) found.dirSync = Buffer.from(cursor.octets(berTags.octets, controlEnd))
    cursor.at = controlEnd
  }
  return found
}

/** realSearchControlValue ::= SEQUENCE { size INTEGER, cookie OCTET STRING } (RFC 2696 §2). */
function readPagedResults(value: Buffer): Buffer {
  const cursor = new BerCursor(value)
  const end = cursor.open(berTags.sequence, value.length)
  cursor.skip(end)
  // The cookie outlives the network's buffer, which may be used again.
  return Buffer.from(cursor.octets(berTags.octets, end))
}
