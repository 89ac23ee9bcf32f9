import type { Anchor } from '@/lib/directory/anchor'
import { ReadFailure } from '@/lib/directory/read-fault'
import type { DirectoryObject } from '@/lib/directory/source'
import type { RunWork } from './run-work'

/** By GUID; null = there is no such object. Whom the server did not answer for is missing: that is no evidence. */
export type LookUpAnswers = Map<Anchor, DirectoryObject | null>

export async function lookUp(
  work: RunWork,
  anchors: readonly Anchor[],
  attributes: readonly string[],
): Promise<LookUpAnswers> {
  const answers: LookUpAnswers = new Map()
  if (anchors.length === 0) return answers
  try {
    for await (const results of work.source.lookUp(anchors, attributes, work.signal))
      for (const { anchor, object } of results) answers.set(anchor, object)
  } catch (error) {
    if (!(error instanceof ReadFailure)) throw error
  }
  return answers
}
