import { isDeepStrictEqual } from 'node:util'
import type { Anchor } from '../anchor'
import { listAttributes } from '../list-attributes'
import type { DirectoryObject } from '../source'
import type { Moment } from './faults/fault'
import { isBelow } from './honest-answer'
import type { WorldObject } from './world'

/**
 * What the reader must deliver of an object, said a second time and more simply than the reader says it: values in NFC,
 * separators as one space, no control, bidirectional or replacement characters, nothing empty.
 */
export function expected(object: WorldObject, wanted: readonly string[]): DirectoryObject {
  const attributes: Record<string, string[]> = {}
  const cleaned: string[] = []
  const isList = object.classes.includes('group')
  for (const name of isList ? listAttributes : wanted) {
    const key = Object.keys(object.attributes).find(one => one.toLowerCase() === name.toLowerCase())
    const given = key === undefined ? undefined : object.attributes[key]
    if (given === undefined) continue
    const texts = (typeof given === 'string' ? [given] : given).map(asText)
    const kept = texts.map(plain)
    if (kept.some((text, at) => text !== texts[at]?.normalize('NFC'))) cleaned.push(name)
    if (kept.some(text => text !== '')) attributes[name] = kept.filter(text => text !== '')
  }
  return {
    anchor: anchorText(object.guid),
    kind: isList ? 'list' : object.classes.includes('user') ? 'person' : 'unit',
    dn: plainDn(object.dn),
    parent: object.parent ? anchorText(object.parent) : null,
    usnChanged: String(object.usn),
    deleted: object.deleted,
    attributes,
    cleaned,
    ...(isList ? { members: [object.attributes.member ?? []].flat().map(member => plainDn(asText(member))) } : {}),
  }
}

const plainDn = (dn: string) => dn.normalize('NFC').split('\0').join('')

/**
 * How what was delivered of one scope differs from what was true; empty when it does not. `moments` are those since the
 * scope's last listing began, before which nobody can expect the reader to know better. Somebody who was there all the
 * time must have been delivered as they were at one of those moments; who came or went meanwhile may be there or not.
 * Of a list whose members could not be read it is enough to say so.
 */
export function disagreements(
  delivered: readonly DirectoryObject[],
  moments: readonly Moment[],
  { root, from, wanted }: { root: Anchor; from: number; wanted: readonly string[] },
): string[] {
  const all = moments.map(moment => inScope(moment, root))
  const late = all.slice(from)
  const last = new Map(delivered.map(object => [object.anchor, object]))
  const wrong: string[] = []
  for (const [anchor, object] of last) {
    const isSettled = late.every(world => world.has(anchor))
    const states = (isSettled ? late : all).flatMap(world => world.get(anchor) ?? [])
    if (states.length === 0) wrong.push(`${anchor} was never there`)
    else if (!states.some(state => isSame(object, expected(state, wanted), all)))
      wrong.push(`${anchor} is not as it was`)
  }
  for (const anchor of late[0]?.keys() ?? [])
    if (!last.has(anchor) && late.every(world => world.has(anchor))) wrong.push(`${anchor} is missing`)
  return wrong
}

function inScope({ world }: Moment, root: Anchor): Map<Anchor, WorldObject> {
  const top = world.find(object => object.anchor === root)
  const inside = top ? world.filter(object => !object.deleted && isBelow(object, top, world)) : []
  return new Map(inside.map(object => [object.anchor, object]))
}

/** A unit's new name changes the DNs below it without any trace of its own; then the DN of any moment will do. */
function isSame(delivered: DirectoryObject, state: DirectoryObject, all: readonly Map<Anchor, WorldObject>[]): boolean {
  const dns = all.flatMap(world => world.get(delivered.anchor)?.dn ?? []).map(plainDn)
  if (!dns.includes(delivered.dn)) return false
  const { members, membersFault, ...told } = delivered
  const { members: known, ...rest } = state
  const isSameList = membersFault ? known !== undefined && !members : isDeepStrictEqual(members, known)
  return isSameList && isDeepStrictEqual({ ...told, dn: '' }, { ...rest, dn: '' })
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const asText = (value: string | Buffer): string => (typeof value === 'string' ? value : decoder.decode(value))

const separators = new Set('\t\n\v\f\r\u0085\u2028\u2029')
const bidirectional = new Set('\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069')

function plain(text: string): string {
  let result = ''
  let isBetween = false
  for (const sign of text.normalize('NFC')) {
    const code = sign.codePointAt(0) ?? 0
    const isControl = code < 0x20 || (code >= 0x7f && code <= 0x9f)
    if (separators.has(sign)) {
      if (!isBetween) result += ' '
    } else if (!isControl && !bidirectional.has(sign) && sign !== '\ufffd') result += sign
    isBetween = separators.has(sign)
  }
  return result.normalize('NFC')
}

/** MS-DTYP 2.3.4: the first three fields are little-endian. */
function anchorText(guid: Buffer): Anchor {
  const order = [3, 2, 1, 0, -1, 5, 4, -1, 7, 6, -1, 8, 9, -1, 10, 11, 12, 13, 14, 15]
  const text = order.map(at => (at < 0 ? '-' : (guid[at] ?? 0).toString(16).padStart(2, '0')))
  return text.join('') as Anchor
}
