import { BerReader } from 'ldapts'

/** Cuts a stream of bytes into messages. */
export class Framing {
  private rest: Buffer = Buffer.alloc(0)

  constructor(private readonly longest: number) {}

  /**
   * @returns the messages that are complete with these bytes
   * @throws RangeError when the stream is not BER or a message is longer than allowed
   */
  take(bytes: Buffer): Buffer[] {
    this.rest = this.rest.length === 0 ? bytes : Buffer.concat([this.rest, bytes])
    const messages: Buffer[] = []
    for (;;) {
      const length = messageLength(this.rest)
      if (length !== null && length > this.longest) throw new RangeError(`A message of ${length} bytes is too long`)
      if (length === null || length > this.rest.length) return messages
      messages.push(this.rest.subarray(0, length))
      this.rest = this.rest.subarray(length)
    }
  }

  /** Bytes of a message that is not complete yet, or that belong to what follows the protocol's change to TLS. */
  get pending(): number {
    return this.rest.length
  }
}

/** The whole length of the first message, null when its header is not complete. */
function messageLength(bytes: Buffer): number | null {
  if (bytes.length === 0) return null
  if (bytes[0] !== 0x30) throw new RangeError('A message starts with a sequence')
  const reader = new BerReader(bytes)
  const content = reader.readLength(1)
  if (content === null) return null
  if (reader.length < 0) throw new RangeError('A message has a length')
  return content + reader.length
}
