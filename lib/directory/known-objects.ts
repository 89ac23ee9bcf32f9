import type { Anchor } from './anchor'
import type { DirectoryObject } from './source'

/**
 * What is known of an object before a quick import, as one record of 41 bytes, so that a million of them pass and are kept
 * without a JavaScript object for each:
 *
 *     objectGUID (16 bytes in the order of its text), parent's objectGUID (16 bytes, zeros = none),
 *     uSNChanged (8 bytes, big-endian), kind (1 byte: the first letter of its name)
 */
export const knownObjectSize = 41

export const kindLetters = { person: 'p', unit: 'u', list: 'l' } as const satisfies Record<
  DirectoryObject['kind'],
  string
>

/** Records for objects at hand, as the database makes them of its rows. */
export function encodeKnownObjects(
  objects: readonly Pick<DirectoryObject, 'anchor' | 'parent' | 'usnChanged' | 'kind'>[],
): Buffer {
  const records = Buffer.alloc(objects.length * knownObjectSize)
  for (const [index, { anchor, parent, usnChanged, kind }] of objects.entries()) {
    const at = index * knownObjectSize
    textBytes(anchor).copy(records, at)
    if (parent !== null) textBytes(parent).copy(records, at + 16)
    records.writeBigInt64BE(BigInt(usnChanged), at + 32)
    records.write(kindLetters[kind], at + 40)
  }
  return records
}

const textBytes = (anchor: Anchor): Buffer => Buffer.from(anchor.replaceAll('-', ''), 'hex')
