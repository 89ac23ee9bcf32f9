/** Buffers that may wait to be used again: as many as a reader and a writer behind each other need, and no more. */
const mostKept = 64

/**
 * The memory of blocks, used again and again. Allocating half a megabyte anew for every few hundred people makes the engine
 * collect garbage all the time and still keeps several times as much as is in use.
 */
export class BlockBuffers {
  private readonly kept: Buffer[] = []

  constructor(readonly size: number) {}

  take(): Buffer {
    return this.kept.pop() ?? Buffer.allocUnsafeSlow(this.size)
  }

  /** Takes back a buffer that nobody reads any more; one that had to grow is left to the garbage collector. */
  giveBack(buffer: Buffer): void {
    if (buffer.length === this.size && this.kept.length < mostKept) this.kept.push(buffer)
  }
}
