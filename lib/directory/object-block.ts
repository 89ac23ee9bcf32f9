import { type Anchor, parseAnchor } from './anchor'
import type { DirectoryObject } from './source'
import { ownDnKey } from './stored-dn-key'

/**
 * Directory objects on their way from a reader to whoever keeps them: one record after the other, so that a million
 * objects pass without a JavaScript object for each. Numbers are big-endian.
 *
 *     record = number of fields (2 bytes), fields in the order of `blockFields`
 *     field  = length in bytes (4 bytes, signed; -1 = absent), that many bytes
 */
export type ObjectBlock = {
  bytes: Buffer
  /** Records inside. */
  objects: number
  /** Records of kind `person`. */
  people: number
  /** Gives the bytes back to whoever made them, once nobody reads them any more; at most once. Not giving them back is fine. */
  release?: () => void
}

/** The fields of a record. What reads records checks their number, so adding one is a change of every reader. */
export const blockFields = [
  /** objectGUID, 16 bytes in the order of its text. */
  'anchor',
  /** Text. */
  'kind',
  /** Index of the scope in the request, 4 bytes. */
  'scope',
  /** Text. */
  'dn',
  /** `ownDnKey` of the DN. */
  'dnKey',
  /** 16 bytes, or absent. */
  'parent',
  /** 8 bytes. */
  'usnChanged',
  /** 1 byte: 0 or 1. */
  'deleted',
  /** JSON text of `Record<string, string[]>`. */
  'attributes',
  /** JSON text of `string[]`. */
  'cleaned',
  /** JSON text of `string[]`; absent for what is no list, and for a list whose members are not known. */
  'members',
  /** JSON text of `string[]`: `ownDnKey` of each member; absent like `members`. */
  'memberKeys',
  /** JSON text of a ReadFault; absent but for a list whose members are not known. */
  'membersFault',
] as const

/** Writes records, one object at a time. What a faster writer makes must be the same, byte for byte. */
export function encodeObjects(scope: number, objects: readonly DirectoryObject[]): ObjectBlock {
  const bytes = Buffer.concat(objects.map(object => encodeObject(scope, object)))
  return { bytes, objects: objects.length, people: objects.filter(({ kind }) => kind === 'person').length }
}

/** The objects of a block, for whoever wants objects. @throws RangeError when the bytes are not whole records */
export function decodeObjects({ bytes }: Pick<ObjectBlock, 'bytes'>): DirectoryObject[] {
  const objects: DirectoryObject[] = []
  for (let at = 0; at < bytes.length; ) {
    const record = readRecord(bytes, at)
    objects.push(objectOf(record.fields))
    at = record.end
  }
  return objects
}

type Fields = Record<(typeof blockFields)[number], Buffer | null>

export function encodeObject(scope: number, object: DirectoryObject): Buffer {
  const fields: Fields = {
    anchor: anchorBytes(object.anchor),
    kind: Buffer.from(object.kind),
    scope: int32(scope),
    dn: Buffer.from(object.dn),
    dnKey: Buffer.from(ownDnKey(object.dn)),
    parent: object.parent === null ? null : anchorBytes(object.parent),
    usnChanged: int64(BigInt(object.usnChanged)),
    deleted: Buffer.from([object.deleted ? 1 : 0]),
    attributes: Buffer.from(JSON.stringify(object.attributes)),
    cleaned: Buffer.from(JSON.stringify(object.cleaned)),
    members: json(object.members),
    memberKeys: json(object.members?.map(ownDnKey)),
    membersFault: json(object.membersFault),
  }
  const pieces = [int16(blockFields.length)]
  for (const name of blockFields) {
    const field = fields[name]
    pieces.push(int32(field?.length ?? -1))
    if (field) pieces.push(field)
  }
  return Buffer.concat(pieces)
}

const json = (value: unknown): Buffer | null => (value === undefined ? null : Buffer.from(JSON.stringify(value)))

function readRecord(bytes: Buffer, start: number): { fields: Fields; end: number } {
  if (bytes.readInt16BE(start) !== blockFields.length) throw new RangeError('A record has another number of fields')
  let at = start + 2
  const entries = blockFields.map(name => {
    const length = bytes.readInt32BE(at)
    const end = at + 4 + Math.max(length, 0)
    if (end > bytes.length) throw new RangeError('A record ends before its length')
    const field = length < 0 ? null : bytes.subarray(at + 4, end)
    at = end
    return [name, field] as const
  })
  return { fields: Object.fromEntries(entries) as Fields, end: at }
}

function objectOf(fields: Fields): DirectoryObject {
  const text = (name: keyof Fields) => present(fields[name]).toString('utf8')
  return {
    anchor: anchorText(present(fields.anchor)),
    kind: text('kind') as DirectoryObject['kind'],
    dn: text('dn'),
    parent: fields.parent && anchorText(fields.parent),
    usnChanged: present(fields.usnChanged).readBigInt64BE().toString(),
    deleted: present(fields.deleted)[0] === 1,
    attributes: JSON.parse(text('attributes')),
    cleaned: JSON.parse(text('cleaned')),
    ...(fields.members ? { members: JSON.parse(text('members')) } : {}),
    ...(fields.membersFault ? { membersFault: JSON.parse(text('membersFault')) } : {}),
  }
}

function present(field: Buffer | null): Buffer {
  if (field === null) throw new RangeError('A record lacks a field')
  return field
}

const anchorBytes = (anchor: Anchor): Buffer => Buffer.from(anchor.replaceAll('-', ''), 'hex')

function anchorText(bytes: Buffer): Anchor {
  const anchor = parseAnchor(bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'))
  if (anchor === null) throw new RangeError('An anchor has 16 bytes')
  return anchor
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeInt16BE(value)
  return bytes
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

function int64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64BE(value)
  return bytes
}
