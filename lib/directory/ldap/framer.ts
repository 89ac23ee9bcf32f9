import { berTags, MalformedMessage, readHeader } from './ber-cursor'

/** A message announced itself larger than the reader takes. */
export class MessageTooLarge extends Error {
  override readonly name = 'MessageTooLarge'
}

/**
 * Cuts a stream into whole LDAP messages. A message that arrives in pieces is joined once, when all its bytes are there;
 * one that announces more than `largest` bytes is refused at its header.
 */
export class Framer {
  private parts: Buffer[] = []
  private held = 0
  /** Bytes of the message being collected; 0 while its header is not complete. */
  private wanted = 0

  constructor(private readonly largest: number) {}

  /** Bytes of a message that is not complete yet. */
  get pending(): number {
    return this.held
  }

  /** @throws MalformedMessage, MessageTooLarge */
  push(chunk: Buffer): Buffer[] {
    const missing = this.wanted - this.held
    this.parts.push(chunk)
    this.held += chunk.length
    if (this.held < this.wanted) return []
    if (this.wanted === 0) return this.cut(this.parts.length === 1 ? chunk : Buffer.concat(this.parts, this.held))
    // Only the message that came in pieces is copied: what follows it in the last piece stays where it is.
    const joined = Buffer.concat([...this.parts.slice(0, -1), chunk.subarray(0, missing)], this.wanted)
    return [joined, ...this.cut(chunk.subarray(missing))]
  }

  private cut(data: Buffer): Buffer[] {
    const messages: Buffer[] = []
    let at = 0
    for (let size = this.sizeAt(data, at); size > 0 && at + size <= data.length; size = this.sizeAt(data, at)) {
      messages.push(data.subarray(at, at + size))
      at += size
    }
    this.wanted = this.sizeAt(data, at)
    this.parts = at < data.length ? [data.subarray(at)] : []
    this.held = data.length - at
    return messages
  }

  /** The size of the message at this place, or 0 while its header is not complete. */
  private sizeAt(data: Buffer, at: number): number {
    if (at >= data.length) return 0
    if (data[at] !== berTags.sequence) throw new MalformedMessage('This is not an LDAP message')
    const header = readHeader(data, at, data.length)
    if (!header) return 0
    const size = header.content - at + header.length
    if (size > this.largest) throw new MessageTooLarge(`A message of ${size} bytes`)
    return size
  }
}
