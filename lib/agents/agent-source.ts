import type { Anchor } from '@/lib/directory/anchor'
import { isPicture } from '@/lib/directory/binary-values'
import type { DirectorySource, LookUpResult } from '@/lib/directory/source'
import { type Asking, ask } from './ask'
import { importThrough } from './import-through'

/** People who are looked up in one answer; with pictures among their values, a few. */
const lookedUpAtOnce = { plain: 200, pictures: 10 }

/**
 * Reads through whichever of a connector's agents has time: the same questions as to a directory, put down as jobs that the
 * agents fetch. It knows no password.
 */
export function createAgentSource(asking: Asking): DirectorySource {
  return {
    probe: (tell, signal, mapped = []) => ask(asking, { method: 'probe', mapped: [...mapped] }, signal, tell),
    browse: (parent, signal) => ask(asking, { method: 'browse', parent }, signal),
    findUnits: (text, signal) => ask(asking, { method: 'find-units', text }, signal),
    resolveUnits: (references, signal) => ask(asking, { method: 'resolve-units', references: [...references] }, signal),
    describeObjects: (references, signal) =>
      ask(asking, { method: 'describe-objects', references: [...references] }, signal),
    describeAttributes: (names, signal) => ask(asking, { method: 'describe-attributes', names: [...names] }, signal),
    find: (text, attributes, signal) => ask(asking, { method: 'find', text, attributes: [...attributes] }, signal),
    identify: (dns, signal) => ask(asking, { method: 'identify', dns: [...dns] }, signal),
    import: request => importThrough(asking, request),
    lookUp: (anchors, attributes, signal) => lookUp(asking, anchors, attributes, signal),
  }
}

async function* lookUp(
  asking: Asking,
  anchors: readonly Anchor[],
  attributes: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<LookUpResult[]> {
  const most = attributes.some(isPicture) ? lookedUpAtOnce.pictures : lookedUpAtOnce.plain
  for (let at = 0; at < anchors.length; at += most) {
    const some = anchors.slice(at, at + most)
    yield await ask(asking, { method: 'look-up', anchors: some, attributes: [...attributes] }, signal)
  }
}
