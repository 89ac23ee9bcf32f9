import { createSocket, type Socket } from 'node:dgram'
import type { AddressInfo } from 'node:net'

/** The codes of RFC 1035 §4.1.1, and silence. */
type Mood = 'answers' | 'silent' | 'refuses'

/** A name server on this machine that knows the TXT records it is told and nothing else (RFC 1035). */
export class NameServer {
  /** By name, in lower case. A name with an empty list is there and has no such record. */
  readonly records = new Map<string, string[]>()
  readonly asked: string[] = []
  mood: Mood = 'answers'
  readonly #socket: Socket = createSocket('udp4')

  async listen(): Promise<string> {
    this.#socket.on('message', (query, from) => {
      const answer = this.#answer(query)
      if (answer) this.#socket.send(answer, from.port, from.address)
    })
    await new Promise<void>(resolve => this.#socket.bind(0, '127.0.0.1', resolve))
    return `127.0.0.1:${(this.#socket.address() as AddressInfo).port}`
  }

  close = (): Promise<void> => new Promise(resolve => this.#socket.close(() => resolve()))

  #answer(query: Buffer): Buffer | null {
    if (this.mood === 'silent') return null
    const { name, end } = nameAt(query, 12)
    this.asked.push(name)
    const known = this.records.get(name)
    const records = this.mood === 'answers' ? (known ?? []) : []
    const header = Buffer.from(query.subarray(0, 12))
    // An answer to a query that wanted recursion, with the code: 3 = no such name, 5 = refused.
    header.writeUInt16BE(0x8180 | (this.mood === 'refuses' ? 5 : known ? 0 : 3), 2)
    header.writeUInt16BE(1, 4)
    header.writeUInt16BE(records.length, 6)
    header.writeUInt32BE(0, 8)
    return Buffer.concat([header, query.subarray(12, end + 4), ...records.map(record)])
  }
}

/** A TXT record of the name that was asked for, its text in pieces of at most 255 bytes. */
function record(text: string): Buffer {
  const bytes = Buffer.from(text)
  const pieces: Buffer[] = []
  for (let at = 0; at < bytes.length; at += 255) {
    const piece = bytes.subarray(at, at + 255)
    pieces.push(Buffer.from([piece.length]), piece)
  }
  const data = Buffer.concat(pieces)
  const head = Buffer.from([0xc0, 12, 0, 16, 0, 1, 0, 0, 0x0e, 0x10, 0, 0])
  head.writeUInt16BE(data.length, 10)
  return Buffer.concat([head, data])
}

function nameAt(message: Buffer, start: number): { name: string; end: number } {
  const labels: string[] = []
  let at = start
  for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length))
    at += length + 1
  }
  return { name: labels.join('.').toLowerCase(), end: at + 1 }
}
