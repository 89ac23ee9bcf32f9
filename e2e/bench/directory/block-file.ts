import { createWriteStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseAnchor } from '@/lib/directory/anchor'
import { encodeObjects, type ObjectBlock } from '@/lib/directory/object-block'
import type { DirectoryObject } from '@/lib/directory/source'
import { companyItems, guidOf, type Item } from './company'

/** Objects of one block, as a page of the reader has them. */
const objectsOfBlock = 1_000
const header = 12

/**
 * The company as a reader delivers it, for measuring what comes after reading: blocks, each behind its length, its objects
 * and its people (4 bytes each, big-endian).
 * @param changed so many people have another title
 */
export async function writeBlocks(file: string, size: number, changed: number): Promise<void> {
  await pipeline(Readable.from(framedBlocks(size, changed)), createWriteStream(file))
}

function* framedBlocks(size: number, changed: number): Generator<Buffer> {
  let objects: DirectoryObject[] = []
  for (const object of companyObjects(size, changed)) {
    objects.push(object)
    if (objects.length < objectsOfBlock) continue
    yield framed(encodeObjects(0, objects))
    objects = []
  }
  if (objects.length > 0) yield framed(encodeObjects(0, objects))
}

function framed({ bytes, objects, people }: ObjectBlock): Buffer {
  const head = Buffer.alloc(header)
  for (const [index, value] of [bytes.length, objects, people].entries()) head.writeUInt32BE(value, index * 4)
  return Buffer.concat([head, bytes])
}

/** The company as directory objects; `changed` people have another title than at first. */
export function* companyObjects(size: number, changed: number): Generator<DirectoryObject> {
  const every = Math.floor(size / Math.max(changed, 1))
  let person = 0
  for (const { item, usn } of companyItems(size)) {
    const object = objectOf(item, usn)
    // The first of each group is a disabled person; the second one has an account.
    const isChanged = changed > 0 && object.kind === 'person' && person++ % every === 1
    yield isChanged ? { ...object, attributes: { ...object.attributes, title: ['Changed'] } } : object
  }
}

function objectOf({ dn, parent, classes, attributes }: Item, usn: number): DirectoryObject {
  const texts = Object.entries(attributes).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  return {
    anchor: anchorOf(dn),
    kind: classes.includes('user') ? 'person' : 'unit',
    dn,
    parent: parent === null ? null : anchorOf(parent),
    usnChanged: String(usn),
    deleted: false,
    attributes: Object.fromEntries(texts.map(([name, value]) => [name, [value]])),
    cleaned: [],
  }
}

/** The company's objects are named after their first DN. */
export function anchorOf(dn: string) {
  const hex = guidOf(dn).toString('hex')
  const anchor = parseAnchor(hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'))
  if (anchor === null) throw new RangeError('An anchor has 16 bytes')
  return anchor
}

/** What `writeBlocks` wrote, one block after the other. */
export async function* readBlocks(file: string): AsyncGenerator<ObjectBlock> {
  const handle = await open(file)
  try {
    for (;;) {
      const head = await read(header)
      if (head === null) return
      const [length = 0, objects = 0, people = 0] = [0, 4, 8].map(at => head.readUInt32BE(at))
      const bytes = await read(length)
      if (bytes === null) throw new Error(`${file} ends within a block`)
      yield { bytes, layout: 'plain', objects, people }
    }
  } finally {
    await handle.close()
  }

  async function read(length: number): Promise<Buffer | null> {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length)
    return bytesRead < length ? null : buffer
  }
}
