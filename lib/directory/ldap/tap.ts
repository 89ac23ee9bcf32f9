import type { TLSSocket } from 'node:tls'
import type { SearchRequest } from 'ldapts'
import type { ReadFailure } from '../read-fault'
import { shortText } from '../values'
import { fail, type Place, streamFailure, timeout } from './faults'
import { Framer } from './framer'
import type { Limits } from './limits'
import { type Entry, readMessage, type SearchDone } from './message'

/** Everything that came for one search. */
export type SearchAnswer = SearchDone & { entries: Entry[]; references: string[] }

type Pending = {
  entries: Entry[]
  references: string[]
  resolve: (answer: SearchAnswer) => void
  reject: (failure: ReadFailure) => void
  timer: NodeJS.Timeout
}

/** ldapts counts its messages up from 2; the tap counts from here, so the two never meet. */
const firstMessageId = 0x4000_0000

/**
 * Reads what arrives on a signed-in connection, in place of ldapts' own listener, which drops what it cannot parse, hides
 * the paging cookie and forgets a broken message's neighbors. Here every byte is accounted for: whatever is not a complete,
 * expected message ends the connection with a fault. The tap belongs to one socket and dies with it.
 */
export class Tap {
  private readonly framer: Framer
  private readonly pending = new Map<number, Pending>()
  private nextId = firstMessageId
  private failure: ReadFailure | undefined

  constructor(
    private readonly socket: TLSSocket,
    private readonly place: Place,
    private readonly limits: Limits,
  ) {
    this.framer = new Framer(limits.message)
    socket.removeAllListeners('data')
    socket.on('data', (chunk: Buffer) => this.take(chunk))
    socket.on('error', error => this.end(fail('connection-lost', { ...place }, error)))
    socket.on('close', () => this.end(fail('connection-lost', { ...place })))
  }

  /** @throws ReadFailure what ended the connection; nothing can be asked any more */
  mustBeAlive(): void {
    if (this.failure) throw this.failure
    if (this.socket.destroyed) throw fail('connection-lost', { ...this.place })
  }

  /** Sends one search and collects its answer, whatever the result code. @throws ReadFailure */
  search(write: (messageId: number) => SearchRequest): Promise<SearchAnswer> {
    if (this.failure) return Promise.reject(this.failure)
    this.nextId += 1
    const id = this.nextId
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.end(timeout(this.place, this.limits.page)), this.limits.page)
      this.pending.set(id, { entries: [], references: [], resolve, reject, timer })
      this.socket.write(write(id).write())
    })
  }

  /** Ends the connection; everything asked and not answered fails with this. */
  end(failure: ReadFailure): void {
    if (this.failure) return
    this.failure = failure
    this.socket.destroy()
    for (const { reject, timer } of this.pending.values()) {
      clearTimeout(timer)
      reject(failure)
    }
    this.pending.clear()
  }

  private take(chunk: Buffer): void {
    try {
      for (const { timer } of this.pending.values()) timer.refresh()
      for (const frame of this.framer.push(chunk)) this.route(frame)
    } catch (error) {
      this.end(streamFailure(error, this.limits))
    }
  }

  private route(frame: Buffer): void {
    if (this.failure) return
    const message = readMessage(frame)
    const asked = this.pending.get(message.id)
    if (message.kind === 'other' && message.id === 0)
      throw fail('connection-lost', { ...this.place, text: shortText(message.text) })
    if (!asked || message.kind === 'other') throw fail('page-malformed', { message: message.id })
    if (message.kind === 'entry') asked.entries.push(message.entry)
    else if (message.kind === 'reference') asked.references.push(...message.urls)
    else this.settle(message.id, asked, message.done)
  }

  private settle(id: number, asked: Pending, done: SearchDone): void {
    clearTimeout(asked.timer)
    this.pending.delete(id)
    asked.resolve({ ...done, entries: asked.entries, references: asked.references })
  }
}
