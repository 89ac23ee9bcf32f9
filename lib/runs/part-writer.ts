import type { ObjectBlock } from '@/lib/directory/object-block'

/** A part is written when it has this many objects, or this many bytes. */
const most = { objects: 5_000, bytes: 8_000_000 }

export type PartWriter = { add(block: ObjectBlock): Promise<void>; flush(): Promise<void> }

/**
 * Gathers blocks into numbered parts. One part is written while the next is read, never two at once.
 * @param write gets the part's number from `firstPart`, its blocks, and how many people were received so far
 */
export function createPartWriter(
  write: (part: number, blocks: readonly ObjectBlock[], people: number) => Promise<void>,
  firstPart = 1,
): PartWriter {
  let gathered: ObjectBlock[] = []
  let objects = 0
  let bytes = 0
  let part = firstPart - 1
  let people = 0
  let writing: Promise<{ error: unknown } | null> = Promise.resolve(null)

  const written = async () => {
    const failure = await writing
    writing = Promise.resolve(null)
    if (failure) throw failure.error
  }
  const begin = async () => {
    await written()
    part += 1
    writing = settle(write(part, gathered, people))
    gathered = []
    objects = 0
    bytes = 0
  }
  return {
    async add(block) {
      gathered.push(block)
      objects += block.objects
      bytes += block.bytes.length
      people += block.people
      if (objects >= most.objects || bytes >= most.bytes) await begin()
    },
    async flush() {
      if (objects > 0) await begin()
      await written()
    },
  }
}

/** The error is kept for whoever waits next; nobody may be waiting yet when it comes. */
const settle = (work: Promise<void>): Promise<{ error: unknown } | null> =>
  work.then(
    () => null,
    error => ({ error }),
  )
