import { hash } from 'node:crypto'
import type { Anchor } from '@/lib/directory/anchor'
import { ReadFailure } from '@/lib/directory/read-fault'
import type { DirectoryObject, DirectorySource } from '@/lib/directory/source'
import { makePicture } from '@/lib/photos/make-picture'
import type { PhotoSettings } from '@/lib/settings/mapping'
import type { Picture } from '@/lib/store/photos'
import type { PhotoFact } from '@/lib/sync/photo'

type Asking = { source: DirectorySource; signal: AbortSignal; photo: PhotoSettings }
/** What the directory has of one person; `too-large` where it would not even fit into an answer. */
type FoundPhoto = { anchor: Anchor; usnChanged: string | null; photo: Buffer | 'too-large' | null }

/**
 * Asks for people's photos, a few at a time. Whom the directory does not tell of is missing: that says nothing about them. One
 * whose entry is too large is asked for alone, so that it keeps nobody else's.
 */
export async function* askForPhotos(asking: Asking, anchors: readonly Anchor[]): AsyncGenerator<FoundPhoto[]> {
  const { source, signal, photo } = asking
  const left = new Set(anchors)
  try {
    for await (const results of source.lookUp(anchors, photo.names, signal)) {
      for (const { anchor } of results) left.delete(anchor)
      yield results.flatMap(({ object }) => (object ? [foundIn(object, photo)] : []))
    }
  } catch (error) {
    if (!(error instanceof ReadFailure)) throw error
    if (error.fault.code !== 'entry-too-large') return
    yield* askInHalves(asking, [...left])
  }
}

async function* askInHalves(asking: Asking, left: readonly Anchor[]): AsyncGenerator<FoundPhoto[]> {
  const [only, ...others] = left
  if (only === undefined) return
  if (others.length === 0) return yield [{ anchor: only, usnChanged: null, photo: 'too-large' }]
  const half = Math.ceil(left.length / 2)
  yield* askForPhotos(asking, left.slice(0, half))
  yield* askForPhotos(asking, left.slice(half))
}

function foundIn({ anchor, usnChanged, attributes }: DirectoryObject, { names }: PhotoSettings): FoundPhoto {
  const values = names.map(name => attributes[name] ?? []).find(list => list.length > 0) ?? []
  // Of several values, which servers give in any order, always the same one.
  const [photo = null] = values
    .map(text => Buffer.from(text, 'base64'))
    .sort((a, b) => (hashOf(a) < hashOf(b) ? -1 : 1))
  return { anchor, usnChanged, photo }
}

const hashOf = (photo: Buffer): string => hash('sha256', photo, 'hex')

/**
 * What a photo comes to: its hash with the picture to be shown, where that is not `known`, or a problem of the person.
 * @throws Error where this machine has no program for pictures
 */
export async function judgePhoto(
  found: FoundPhoto['photo'],
  { largest, ifEmpty }: PhotoSettings,
  isKnown: (hash: string) => Promise<boolean>,
): Promise<{ fact: PhotoFact | null; picture: Picture | null }> {
  if (found === null) return { fact: ifEmpty.kind === 'clear' ? { hash: null } : null, picture: null }
  if (found === 'too-large') return tooLarge(8_192, largest)
  if (found.length > largest * 1_024) return tooLarge(Math.ceil(found.length / 1_024), largest)
  const name = hashOf(found)
  if (await isKnown(name)) return { fact: { hash: name }, picture: null }
  const made = await makePicture(found)
  if ('problem' in made) return { fact: made, picture: null }
  return { fact: { hash: name }, picture: { hash: name, bytes: made.picture } }
}

const tooLarge = (kilobytes: number, largest: number) => ({
  fact: { problem: { code: 'photo-too-large', args: { kilobytes, largest } } } as const,
  picture: null,
})
