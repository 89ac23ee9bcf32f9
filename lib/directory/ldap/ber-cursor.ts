/** The bytes are not the LDAP message they claim to be. */
export class MalformedMessage extends Error {
  override readonly name = 'MalformedMessage'
}

export const berTags = {
  integer: 0x02,
  octets: 0x04,
  enumerated: 0x0a,
  boolean: 0x01,
  sequence: 0x30,
  set: 0x31,
} as const

/**
 * Walks BER (X.690, as RFC 4511 §5.1 restricts it) without copying. Every inner length is checked against its parent's end,
 * so a value that claims to be longer than its entry is an error, never a neighbor's data.
 */
export class BerCursor {
  constructor(
    readonly bytes: Buffer,
    public at = 0,
  ) {}

  /** The tag that comes next, or -1 at the end. */
  peek(limit: number): number {
    return this.at < limit ? (this.bytes[this.at] ?? -1) : -1
  }

  /** Steps into an element. @returns where its content ends. @throws MalformedMessage */
  open(tag: number, limit: number): number {
    if (this.peek(limit) !== tag) throw new MalformedMessage(`Expected tag ${tag}, found ${this.peek(limit)}`)
    return this.skipHeader(limit)
  }

  /** An octet string or anything of its shape, as a view on the message. @throws MalformedMessage */
  octets(tag: number, limit: number): Buffer {
    const end = this.open(tag, limit)
    const view = this.bytes.subarray(this.at, end)
    this.at = end
    return view
  }

  text(tag: number, limit: number): string {
    const end = this.open(tag, limit)
    const text = this.bytes.toString('utf8', this.at, end)
    this.at = end
    return text
  }

  /** An INTEGER or ENUMERATED of at most four bytes. @throws MalformedMessage */
  integer(tag: number, limit: number): number {
    const view = this.octets(tag, limit)
    if (view.length < 1 || view.length > 4) throw new MalformedMessage(`A number of ${view.length} bytes`)
    return view.readIntBE(0, view.length)
  }

  /** Steps over one element of any kind. @throws MalformedMessage */
  skip(limit: number): void {
    this.at = this.skipHeader(limit)
  }

  /** @throws MalformedMessage unless the walk has come to exactly this place */
  mustBeAt(end: number): void {
    if (this.at !== end) throw new MalformedMessage(`${end - this.at} bytes are left over`)
  }

  private skipHeader(limit: number): number {
    const header = readHeader(this.bytes, this.at, limit)
    if (!header) throw new MalformedMessage('An element ends before its length')
    if (header.content + header.length > limit) throw new MalformedMessage('An element is longer than what holds it')
    this.at = header.content
    return header.content + header.length
  }
}

/**
 * Tag and length of the element at `at`: where its content begins and how long it is; null while bytes are missing.
 * @throws MalformedMessage for the indefinite length, and for lengths of more than four bytes
 */
export function readHeader(bytes: Buffer, at: number, limit: number): { content: number; length: number } | null {
  const first = bytes[at + 1]
  if (at + 2 > limit || first === undefined) return null
  if (first < 0x80) return { content: at + 2, length: first }
  const count = first & 0x7f
  if (count < 1 || count > 4) throw new MalformedMessage(`A length of ${count} bytes`)
  if (at + 2 + count > limit) return null
  return { content: at + 2 + count, length: bytes.readUIntBE(at + 2, count) }
}
