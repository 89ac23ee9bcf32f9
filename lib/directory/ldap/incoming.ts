import type { ReadFailure } from '../read-fault'
import type { SearchDone } from './message'

/** What has come of an answer since the last look: whole messages of entries, and the end once it is there. */
export type Piece = {
  entries: Buffer[]
  references: string[]
  done: SearchDone | null
}

/** A piece is worth waking up for. */
const pieceBytes = 128 * 1024

/** The answer to one search as it comes in. Entries stay bytes until somebody wants to know what they say. */
export class Incoming {
  /** Bytes that wait to be taken. */
  held = 0
  private entries: Buffer[] = []
  private references: string[] = []
  private done: SearchDone | null = null
  private failure: ReadFailure | null = null
  private wake: (() => void) | null = null
  private isDropped = false
  private readonly enough: number

  /**
   * @param whole nobody looks before the end, so nothing is gained by waking up earlier
   * @param ahead bytes beyond which the server has to wait; whoever takes them is woken before that
   */
  constructor(
    readonly whole: boolean,
    ahead: number,
  ) {
    this.enough = Math.min(pieceBytes, ahead)
  }

  entry(message: Buffer): void {
    if (this.isDropped) return
    this.entries.push(message)
    this.held += message.length
    if (!this.whole && this.held >= this.enough) this.wake?.()
  }

  reference(urls: readonly string[]): void {
    this.references.push(...urls)
  }

  end(done: SearchDone): void {
    this.done = done
    this.wake?.()
  }

  fail(failure: ReadFailure): void {
    this.failure = failure
    this.wake?.()
  }

  /** Waits for the next piece; after the one with `done` there is none. @throws ReadFailure what ended the connection */
  async take(): Promise<Piece> {
    if (!this.isReady)
      await new Promise<void>(resolve => {
        this.wake = resolve
      })
    this.wake = null
    if (this.failure) throw this.failure
    const piece = { entries: this.entries, references: this.references, done: this.done }
    this.entries = []
    this.references = []
    this.held = 0
    return piece
  }

  /** Nobody wants the rest. */
  drop(): void {
    this.isDropped = true
    this.entries = []
    this.held = 0
  }

  private get isReady(): boolean {
    return this.failure !== null || this.done !== null || (!this.whole && this.held >= this.enough)
  }
}
