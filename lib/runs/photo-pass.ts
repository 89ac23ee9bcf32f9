import type { Anchor } from '@/lib/directory/anchor'
import type { PhotoSettings } from '@/lib/settings/mapping'
import {
  notePhotos,
  type PhotoAnswer,
  type PhotosOfRun,
  readUnknownPhotos,
  rememberPhotos,
} from '@/lib/store/photo-facts'
import { insertPictures, knownPictures, type Picture } from '@/lib/store/photos'
import type { Notice } from '@/lib/sync/change'
import type { Planning } from './planning'
import { askForPhotos, judgePhoto } from './read-photos'
import { fenced, reading } from './run-work'

/** People per question to the directory. */
const askedAtOnce = 200

/**
 * Photos are no part of the read, which would be many times as large: of the people in scope, those are asked for theirs who
 * changed since they were asked last. A directory that does not answer takes nobody's photo away.
 * @returns what somebody should know about photos
 */
export async function photoPass(planning: Planning): Promise<Notice[]> {
  const { work, run, mapping, snapshot } = planning
  const { photo } = mapping
  if (photo === null || !snapshot.identity) return []
  const { server, address = server, generation = '' } = snapshot.identity
  const { names, largest, ifEmpty } = photo
  const stamp = JSON.stringify([address, generation, names, largest, ifEmpty.kind])
  const of = { runId: work.runId, connectorId: run.connectorId, stamp }
  for (let after: Anchor | null = null; ; ) {
    const from: Anchor | null = after
    const people: PersonToAsk[] = await reading(work, tx =>
      readUnknownPhotos(tx, of, { after: from, limit: askedAtOnce }),
    )
    if (people.length === 0 || !(await askAbout(planning, photo, of, people))) break
    after = people.at(-1)?.anchor ?? null
  }
  const { refused, example, unknown } = await fenced(work, tx => notePhotos(tx, of))
  return [
    ...(refused > 0 ? [{ code: 'photos-refused', args: { people: refused, example } } as const] : []),
    ...(unknown > 0 ? [{ code: 'photos-not-read', args: { people: unknown } } as const] : []),
  ]
}

type PersonToAsk = { anchor: Anchor; usnChanged: string }

/** @returns false when the directory stopped answering */
async function askAbout(
  { work }: Planning,
  photo: PhotoSettings,
  of: PhotosOfRun,
  people: readonly PersonToAsk[],
): Promise<boolean> {
  const left = new Map(people.map(({ anchor, usnChanged }) => [anchor, usnChanged]))
  const isKnown = (hash: string) => reading(work, async tx => (await knownPictures(tx, [hash])).has(hash))
  for await (const found of askForPhotos({ ...work, photo }, [...left.keys()])) {
    const answers: PhotoAnswer[] = []
    const pictures: Picture[] = []
    for (const { anchor, usnChanged, photo: bytes } of found) {
      const asRead = left.get(anchor)
      if (asRead === undefined) continue
      left.delete(anchor)
      const { fact, picture } = await judgePhoto(bytes, photo, isKnown)
      answers.push({ anchor, usnChanged: asRead, settled: usnChanged === null || usnChanged === asRead, photo: fact })
      if (picture) pictures.push(picture)
    }
    await fenced(work, async tx => {
      await insertPictures(tx, pictures)
      await rememberPhotos(tx, of, answers)
    })
  }
  return left.size === 0
}
