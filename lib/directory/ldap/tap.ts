import type { TLSSocket } from 'node:tls'
import type { SearchRequest } from 'ldapts'
import type { ReadFailure } from '../read-fault'
import { shortText } from '../values'
import { fail, type Place, streamFailure, timeout } from './faults'
import type { Narrow } from './filters'
import { Framer } from './framer'
import { Incoming, type Piece } from './incoming'
import type { Limits } from './limits'
import { type Entry, entryIn, isEntry, messageId, readMessage, type SearchDone } from './message'

/** Everything that came for one search. */
export type SearchAnswer = SearchDone & { entries: Entry[]; references: string[] }

/** An answer that is taken in pieces while it comes. */
export type AnswerStream = {
  take(): Promise<Piece>
  /** The rest is not wanted; the connection stays good for others. */
  drop(): void
}

type Pending = { incoming: Incoming; timer: NodeJS.Timeout }

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
  private received = 0
  private failure: ReadFailure | undefined
  private isPaused = false

  constructor(
    private readonly socket: TLSSocket,
    private readonly place: Place,
    private readonly limits: Limits,
    private readonly narrow: Narrow,
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
  async search(write: (messageId: number) => SearchRequest): Promise<SearchAnswer> {
    const { entries, references, done } = await this.ask(write, true).take()
    if (!done) throw fail('unexpected')
    return { ...done, entries: entries.map(message => this.read(() => entryIn(message))), references }
  }

  /**
   * Sends one search and gives its answer as it comes. While more than `limits.ahead` bytes wait to be taken, the server
   * is left waiting.
   */
  stream(write: (messageId: number) => SearchRequest): AnswerStream {
    const incoming = this.ask(write, false)
    return {
      take: async () => {
        const piece = await incoming.take()
        this.flow()
        return piece
      },
      drop: () => {
        incoming.drop()
        this.flow()
      },
    }
  }

  /** Makes something of a message's bytes; when they are not what they should be, the connection is of no more use. @throws ReadFailure */
  read<T>(understand: () => T): T {
    try {
      return understand()
    } catch (error) {
      const failure = streamFailure(error, this.limits)
      this.end(failure)
      throw failure
    }
  }

  /** Ends the connection; everything asked and not answered fails with this. */
  end(failure: ReadFailure): void {
    if (this.failure) return
    this.failure = failure
    this.socket.destroy()
    for (const { incoming, timer } of this.pending.values()) {
      clearTimeout(timer)
      incoming.fail(failure)
    }
    this.pending.clear()
  }

  private ask(write: (messageId: number) => SearchRequest, whole: boolean): Incoming {
    const incoming = new Incoming(whole, this.limits.ahead)
    if (this.failure) {
      incoming.fail(this.failure)
      return incoming
    }
    this.nextId += 1
    const timer = setTimeout(() => this.end(timeout(this.place, this.limits.page)), this.limits.page)
    this.pending.set(this.nextId, { incoming, timer })
    const request = write(this.nextId)
    request.filter = this.narrow(request.filter, request.baseDN)
    this.socket.write(request.write())
    this.flow()
    return incoming
  }

  private take(chunk: Buffer): void {
    try {
      this.received += chunk.length
      if (this.received > this.limits.bytes) throw tooMuch(this.limits)
      for (const { timer } of this.pending.values()) timer.refresh()
      for (const message of this.framer.push(chunk)) this.route(message)
    } catch (error) {
      this.end(streamFailure(error, this.limits))
    }
    this.flow()
  }

  private route(message: Buffer): void {
    if (this.failure) return
    const id = messageId(message)
    const asked = this.pending.get(id)
    if (asked && isEntry(message)) {
      asked.incoming.entry(message)
      return
    }
    const read = readMessage(message)
    if (read.kind === 'other' && id === 0) throw fail('connection-lost', { ...this.place, text: shortText(read.text) })
    if (!asked || read.kind === 'other' || read.kind === 'entry') throw fail('page-malformed', { message: id })
    if (read.kind === 'reference') asked.incoming.reference(read.urls)
    else this.settle(id, asked, read.done)
  }

  private settle(id: number, { incoming, timer }: Pending, done: SearchDone): void {
    clearTimeout(timer)
    this.pending.delete(id)
    incoming.end(done)
  }

  /** Reads on or lets the server wait. An answer that is wanted whole is never kept waiting behind another one. */
  private flow(): void {
    let held = 0
    let isWhole = false
    for (const { incoming } of this.pending.values()) {
      held += incoming.held
      isWhole ||= incoming.whole
    }
    const mustPause = held > this.limits.ahead && !isWhole
    if (mustPause === this.isPaused || this.failure) return
    this.isPaused = mustPause
    if (mustPause) this.socket.pause()
    else this.socket.resume()
    // While we keep the server waiting, it is not the server that is slow.
    for (const pending of this.pending.values()) {
      clearTimeout(pending.timer)
      if (!mustPause)
        pending.timer = setTimeout(() => this.end(timeout(this.place, this.limits.page)), this.limits.page)
    }
  }
}

const tooMuch = ({ bytes }: Limits) => fail('too-much-data', { gigabytes: Math.max(1, Math.round(bytes / 1024 ** 3)) })
