import { type Anchor, parseAnchor } from './anchor'
import type { DirectoryObject } from './source'
import { ownDnKey } from './stored-dn-key'
import { textArrayBytes, textsOfArray } from './text-array'

/**
 * Directory objects on their way from a reader to whoever keeps them: one record after the other, so that a million
 * objects pass without a JavaScript object for each. Numbers are big-endian.
 *
 *     record = number of fields (2 bytes), fields in the order of `blockFields[layout]`
 *     field  = length in bytes (4 bytes, signed; -1 = absent), that many bytes
 */
export type ObjectBlock = {
  bytes: Buffer
  /** Which fields its records have. */
  layout: BlockLayout
  /** Records inside. */
  objects: number
  /** Records of kind `person`. */
  people: number
  /** Gives the bytes back to whoever made them, once nobody reads them any more; at most once. Not giving them back is fine. */
  release?: () => void
}

/** The fields that every object has. What reads records checks their number, so adding one is a change of every reader. */
const plainFields = [
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
  /** A byte of 1 and JSON text of `Record<string, string[]>`: PostgreSQL's binary format of jsonb. */
  'attributes',
  /** Texts as PostgreSQL's binary format has an array of them (lib/directory/text-array). */
  'cleaned',
] as const

/** What few objects have beside them: lists, and what was deleted. */
const furtherFields = [
  /** 1 byte: 0 or 1. */
  'deleted',
  /** JSON text of `string[]`; absent for what is no list, and for a list whose members are not known. */
  'members',
  /** JSON text of `string[]`: `ownDnKey` of each member; absent like `members`. */
  'memberKeys',
  /** JSON text of a ReadFault; absent but for a list whose members are not known. */
  'membersFault',
] as const

/** All records of a block have the same fields: the `plain` ones, or the `whole`. */
export const blockFields = { plain: plainFields, whole: [...plainFields, ...furtherFields] } as const
export type BlockLayout = keyof typeof blockFields
type Field = (typeof blockFields)['whole'][number]

/** The layout with the fewest fields in which nothing of the object is lost. */
export const layoutOf = ({ kind, deleted, members, membersFault }: DirectoryObject): BlockLayout =>
  kind === 'list' || deleted || members !== undefined || membersFault !== undefined ? 'whole' : 'plain'

/** Writes records, one object at a time. What a faster writer makes must be the same, byte for byte. */
export function encodeObjects(scope: number, objects: readonly DirectoryObject[]): ObjectBlock {
  const layout = objects.some(object => layoutOf(object) === 'whole') ? 'whole' : 'plain'
  const bytes = Buffer.concat(objects.map(object => encodeObject(scope, object, layout)))
  return { bytes, layout, objects: objects.length, people: objects.filter(({ kind }) => kind === 'person').length }
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

const kindsOfObjects: ReadonlySet<string> = new Set(['person', 'unit', 'list'])
const places = { anchor: 0, kind: 1, scope: 2 }

/**
 * Whether the bytes are whole records of the block's layout, as many and with as many people as it says, all of the scope:
 * for blocks that somebody else made. Nothing is made of a record on the way.
 */
export function isSound({ bytes, layout, objects, people }: ObjectBlock, scope: number): boolean {
  const counted = { objects: 0, people: 0 }
  for (let at = 0; at < bytes.length; counted.objects++) {
    const end = endOfSoundRecord(bytes, at, { fields: blockFields[layout].length, scope, counted })
    if (end === null) return false
    at = end
  }
  return counted.objects === objects && counted.people === people
}

type Expected = { fields: number; scope: number; counted: { people: number } }

function endOfSoundRecord(bytes: Buffer, start: number, { fields, scope, counted }: Expected): number | null {
  if (start + 2 > bytes.length || bytes.readInt16BE(start) !== fields) return null
  let at = start + 2
  for (let field = 0; field < fields; field++) {
    if (at + 4 > bytes.length) return null
    const length = bytes.readInt32BE(at)
    const [from, end] = [at + 4, at + 4 + Math.max(length, 0)]
    if (end > bytes.length) return null
    if (field === places.anchor && length !== 16) return null
    if (field === places.scope && (length !== 4 || bytes.readInt32BE(from) !== scope)) return null
    if (field === places.kind) {
      const kind = bytes.toString('latin1', from, end)
      if (!kindsOfObjects.has(kind)) return null
      if (kind === 'person') counted.people++
    }
    at = end
  }
  return at
}

/** The order in which PostgreSQL keeps the keys of jsonb; of keys that come in it, none has to be moved. */
export const attributeOrder = (one: string, other: string): number =>
  Buffer.byteLength(one) - Buffer.byteLength(other) || Buffer.from(one).compare(Buffer.from(other))

type Fields = Partial<Record<Field, Buffer | null>>

export function encodeObject(scope: number, object: DirectoryObject, layout: BlockLayout): Buffer {
  const fields: Fields = {
    anchor: anchorBytes(object.anchor),
    kind: Buffer.from(object.kind),
    scope: int32(scope),
    dn: Buffer.from(object.dn),
    dnKey: Buffer.from(ownDnKey(object.dn)),
    parent: object.parent === null ? null : anchorBytes(object.parent),
    usnChanged: int64(BigInt(object.usnChanged)),
    attributes: attributesBytes(object.attributes),
    cleaned: textArrayBytes(object.cleaned),
    deleted: Buffer.from([object.deleted ? 1 : 0]),
    members: json(object.members),
    memberKeys: json(object.members?.map(ownDnKey)),
    membersFault: json(object.membersFault),
  }
  const names: readonly Field[] = blockFields[layout]
  const pieces = [int16(names.length)]
  for (const name of names) {
    const field = fields[name]
    pieces.push(int32(field?.length ?? -1))
    if (field) pieces.push(field)
  }
  return Buffer.concat(pieces)
}

function attributesBytes(attributes: DirectoryObject['attributes']): Buffer {
  const inOrder = Object.entries(attributes).sort(([one], [other]) => attributeOrder(one, other))
  return Buffer.from(`\u0001${JSON.stringify(Object.fromEntries(inOrder))}`)
}

const json = (value: unknown): Buffer | null => (value === undefined ? null : Buffer.from(JSON.stringify(value)))

function readRecord(bytes: Buffer, start: number): { fields: Fields; end: number } {
  const number = bytes.readInt16BE(start)
  const names = Object.values(blockFields).find(({ length }) => length === number)
  if (!names) throw new RangeError('A record has another number of fields')
  let at = start + 2
  const entries = names.map(name => {
    const length = bytes.readInt32BE(at)
    const end = at + 4 + Math.max(length, 0)
    if (end > bytes.length) throw new RangeError('A record ends before its length')
    const field = length < 0 ? null : bytes.subarray(at + 4, end)
    at = end
    return [name, field] as const
  })
  return { fields: Object.fromEntries(entries), end: at }
}

function objectOf(fields: Fields): DirectoryObject {
  const text = (name: Field) => present(fields[name]).toString('utf8')
  return {
    anchor: anchorText(present(fields.anchor)),
    kind: text('kind') as DirectoryObject['kind'],
    dn: text('dn'),
    parent: fields.parent ? anchorText(fields.parent) : null,
    usnChanged: present(fields.usnChanged).readBigInt64BE().toString(),
    deleted: fields.deleted?.[0] === 1,
    attributes: JSON.parse(text('attributes').slice(1)),
    cleaned: textsOfArray(present(fields.cleaned)),
    ...(fields.members ? { members: JSON.parse(text('members')) } : {}),
    ...(fields.membersFault ? { membersFault: JSON.parse(text('membersFault')) } : {}),
  }
}

function present(field: Buffer | null | undefined): Buffer {
  if (!field) throw new RangeError('A record lacks a field')
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
