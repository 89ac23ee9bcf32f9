import type { ObjectToStage } from '@/lib/store/snapshots-copy'

/** A part is written when it has this many objects, or this many characters of values. */
const most = { objects: 5_000, characters: 8_000_000 }

export type PartWriter = { add(objects: readonly ObjectToStage[]): Promise<void>; flush(): Promise<void> }

/**
 * Gathers objects into numbered parts. One part is written while the next is read, never two at once.
 * @param write gets the part's number from 1, its objects, and how many people were received so far
 */
export function createPartWriter(
  write: (part: number, objects: readonly ObjectToStage[], people: number) => Promise<void>,
): PartWriter {
  let gathered: ObjectToStage[] = []
  let characters = 0
  let part = 0
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
    characters = 0
  }
  return {
    async add(objects) {
      for (const object of objects) {
        gathered.push(object)
        characters += sizeOf(object)
        if (object.kind === 'person') people += 1
        if (gathered.length >= most.objects || characters >= most.characters) await begin()
      }
    },
    async flush() {
      if (gathered.length > 0) await begin()
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

function sizeOf({ dn, attributes }: ObjectToStage): number {
  let size = dn.length
  for (const values of Object.values(attributes)) for (const value of values) size += value.length
  return size
}
