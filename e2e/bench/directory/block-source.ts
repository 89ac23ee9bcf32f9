import type { Anchor } from '@/lib/directory/anchor'
import { decodeObjects } from '@/lib/directory/object-block'
import type { DirectorySource, ImportEvent } from '@/lib/directory/source'
import { readBlocks } from './block-file'
import { baseDn } from './company'

/** A directory that costs nothing to read: it delivers a file's blocks with the proof of a complete read. */
export const blockSource = (file: string): DirectorySource => ({
  probe: () => refuse(),
  browse: () => refuse(),
  findUnits: () => refuse(),
  resolveUnits: () => refuse(),
  describeObjects: () => refuse(),
  describeAttributes: () => refuse(),
  import: () => importBlocks(file),
  find: () => refuse(),
  // Every manager is read.
  identify: () => refuse(),
  // Nobody is ever missing here.
  lookUp: () => refuse(),
})

const refuse = (): never => {
  throw new Error('This directory can only be read as a whole')
}

async function* importBlocks(file: string): AsyncGenerator<ImportEvent> {
  yield { type: 'identity', identity }
  let root: Anchor | null = null
  const counts = { pages: 0, objects: 0, people: 0 }
  for await (const block of readBlocks(file)) {
    root ??= decodeObjects(block)[0]?.anchor ?? null
    counts.pages += 1
    counts.objects += block.objects
    counts.people += block.people
    yield { type: 'objects', scope: 0, block }
  }
  if (root === null) throw new Error(`${file} has no objects`)
  const scope = { anchor: null, dn: baseDn }
  const proof = { scope, root, rootDn: baseDn, ...counts, changedWhileReading: 0, rounds: 1 }
  yield { type: 'scope-complete', scope: 0, proof }
}

const identity = {
  domainSid: 'S-1-5-21-1-2-3',
  defaultNamingContext: baseDn,
  dnsHostName: 'dc1.bench.example',
  highestCommittedUsn: '1',
  server: '127.0.0.1:636',
}
