import type { Anchor } from '../anchor'
import { isPicture } from '../binary-values'
import { identityAttributes } from '../person-attributes'
import type { LookUpResult } from '../source'
import { toObject } from './entry-values'
import { anchorsFilter, anchorsPerSearch, showDeleted } from './filters'
import { judgeReference, type Partitions } from './references'
import { readPages } from './search'
import type { Session } from './session'

/** A page of pictures waits in memory as a whole. */
const picturesPerSearch = 10

/**
 * Asks a naming context for objects by identity, tombstones included where the account may see them. An answer is given
 * for every identity, and only when the server answered completely. @throws ReadFailure
 */
export async function* lookUpBatches(
  session: Session,
  partitions: Partitions,
  namingContext: string,
  anchors: readonly Anchor[],
  attributes: readonly string[],
): AsyncGenerator<LookUpResult[]> {
  const atOnce = attributes.some(isPicture) ? picturesPerSearch : anchorsPerSearch
  for (let at = 0; at < anchors.length; at += atOnce) {
    const batch = anchors.slice(at, at + atOnce)
    const found = new Map<Anchor, LookUpResult['object']>()
    const pages = readPages(session, {
      base: namingContext,
      scope: 'sub',
      filter: anchorsFilter(batch),
      attributes: [...identityAttributes, ...attributes],
      controls: [showDeleted()],
      onReference: url => judgeReference(url, namingContext, partitions),
    })
    for await (const entries of pages)
      for (const entry of entries) {
        const object = toObject(entry, attributes)
        found.set(object.anchor, object)
      }
    yield batch.map(anchor => ({ anchor, object: found.get(anchor) ?? null }))
  }
}
