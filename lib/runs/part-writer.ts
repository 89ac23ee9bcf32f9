import type { ObjectBlock } from '@/lib/directory/object-block'

/**
 * A part is written when it has this many objects, or this many bytes. While parts wait for their turn, reading goes on
 * until so many bytes wait: the directory is then asked for its second listing while the database is still writing.
 */
const most = { objects: 5_000, bytes: 8_000_000, waitingBytes: 32_000_000 }

export type PartWriter = { add(block: ObjectBlock): Promise<void>; flush(): Promise<void> }
type Part = { number: number; blocks: ObjectBlock[]; objects: number; bytes: number; people: number }

/**
 * Gathers blocks into numbered parts. Parts are written in their order, never two at once, while further ones are gathered.
 * @param write gets the part's number from `firstPart`, its blocks, and how many people were received by its end
 */
export function createPartWriter(
  write: (part: number, blocks: readonly ObjectBlock[], people: number) => Promise<void>,
  firstPart = 1,
): PartWriter {
  const waiting: Part[] = []
  let waitingBytes = 0
  let gathered = emptyPart(firstPart, 0)
  let underWay: Promise<void> | null = null
  let failure: { error: unknown } | null = null

  const writeNext = (): Promise<void> | null => {
    const part = waiting.shift()
    if (!part || failure) return null
    return write(part.number, part.blocks, part.people).then(
      () => {
        waitingBytes -= part.bytes
        for (const { release } of part.blocks) release?.()
        underWay = writeNext()
      },
      error => {
        failure = { error }
        underWay = null
      },
    )
  }
  const begin = () => {
    waiting.push(gathered)
    waitingBytes += gathered.bytes
    gathered = emptyPart(gathered.number + 1, gathered.people)
    underWay ??= writeNext()
  }
  /** The error of a part comes to whoever adds the next block, or flushes. */
  const settle = async (bytes: number) => {
    while (underWay && waitingBytes > bytes) await underWay
    if (failure) throw failure.error
  }
  return {
    async add(block) {
      gathered.blocks.push(block)
      gathered.objects += block.objects
      gathered.bytes += block.bytes.length
      gathered.people += block.people
      if (gathered.objects >= most.objects || gathered.bytes >= most.bytes) begin()
      await settle(most.waitingBytes)
    },
    async flush() {
      if (gathered.objects > 0) begin()
      await settle(0)
    },
  }
}

const emptyPart = (number: number, people: number): Part => ({ number, blocks: [], objects: 0, bytes: 0, people })
